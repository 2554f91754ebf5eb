-- What the checks ask: views over the tables as they lie in the files.

create view cards as
select accounts.*, principal_fen from accounts join contracts using (account_id)
where product = 'credit-card';

create view loans as
select accounts.*, principal_fen from accounts join contracts using (account_id)
where product <> 'credit-card';

create view paid as
select account_id, sum(amount_fen) as paid_fen from payments group by account_id;

create view planned as
select account_id, sum(amount_fen) as planned_fen from instalments group by account_id;

-- Months as the statements have them: of a review on the last day of a month, calendar months.
create view paid_in_month as
select account_id, date_trunc('month', paid_on) as month, sum(amount_fen) as paid_fen
from payments group by account_id, month;

create view statements as
select account_id, date_trunc('month', due_on) as month, due_on, amount_fen, statement_fen
from instalments where statement_fen is not null;

-- Everything with a day that somebody did or suffered.
create view happened as
select account_id, 'payment' as what, paid_on as happened_on from payments
union all select account_id, 'contact', cast("at" as date) from contacts
union all select account_id, 'complaint', made_on from complaints
union all select account_id, 'suit', sued_on from accounts where sued_on is not null
union all select account_id, 'hand-over', handed_over_on from accounts where handed_over_on is not null
union all select account_id, 'written-off', written_off_on from accounts where written_off_on is not null
union all select account_id, 'settled', settled_on from accounts where settled_on is not null
union all select account_id, 'statement', due_on from instalments where statement_fen is not null;

create view days_of_interest as
select account_id, as_of as day from accounts, review
union select account_id, written_off_on from accounts where written_off_on is not null;

-- Instalments of loans that are not fully paid on a day: payments meet the oldest first.
create view unpaid_of_loans as
with paid_by as (
    select d.account_id, d.day, coalesce(sum(amount_fen), 0) as paid_fen
    from days_of_interest as d
    left join payments on payments.account_id = d.account_id and paid_on <= d.day
    group by d.account_id, d.day
),
sums as (
    select account_id, due_on, amount_fen,
        sum(amount_fen) over (partition by account_id order by number) as through_fen
    from instalments where statement_fen is null
)
select account_id, day, due_on, least(amount_fen, through_fen - paid_fen) as unpaid_fen
from sums join paid_by using (account_id)
where through_fen > paid_fen;

-- Minimums of cards that are not fully paid on a day. What is paid beyond the minimums so far
-- lowers the balance and counts for none to come, so what is unpaid is the height of the sum of
-- minimums less payments above its lowest point so far.
create view unpaid_of_cards as
with months as (
    select s.account_id, s.month, s.due_on, s.amount_fen, d.day,
        coalesce(sum(p.amount_fen), 0) as paid_fen
    from statements as s
    join days_of_interest as d on d.account_id = s.account_id and s.due_on <= d.day
    left join payments as p on p.account_id = s.account_id
        and date_trunc('month', p.paid_on) = s.month and p.paid_on <= d.day
    group by all
),
heights as (
    select *,
        sum(amount_fen - paid_fen) over so_far as height,
        sum(amount_fen) over later as after_fen
    from months
    window
        so_far as (partition by account_id, day order by month),
        later as (
            partition by account_id, day order by month
            rows between 1 following and unbounded following
        )
),
left_over as (
    select account_id, day, last(height order by month) - least(0, min(height)) as left_fen
    from heights group by account_id, day
)
select account_id, day, due_on
from heights join left_over using (account_id, day)
where coalesce(after_fen, 0) < left_fen and amount_fen > 0;

-- M0 on time, M1 for 1 to 30 days past due, and so on; M6+ beyond 180.
create macro stage_of(today, oldest) as
case
    when oldest is null or today <= oldest then 'M0'
    when today - oldest > 180 then 'M6+'
    else 'M' || cast(ceil((today - oldest) / 30) as integer)
end;
