-- What must hold between the rows of a portfolio. Each query, named in the line above it, returns
-- the rows that break its rule: none. `review` has one row, the day of the review.

-- amounts of an instalment add up
select account_id, number from instalments
where amount_fen <> principal_fen + interest_fen + fees_fen;

-- instalments are numbered from 1 without a gap
select account_id from instalments group by account_id
having min(number) <> 1 or max(number) <> count(*);

-- due dates ascend
select account_id, number from instalments
qualify due_on <= lag(due_on) over (partition by account_id order by number);

-- the instalments of a loan sum to its principal
select account_id from loans
join (select account_id, sum(principal_fen) as planned from instalments group by account_id)
using (account_id)
where planned <> principal_fen;

-- every loan has instalments and every card a limit
select account_id from accounts
where (product = 'credit-card') <> (limit_fen is not null)
or (product = 'credit-card') = (disbursed_fen is not null)
or (product <> 'credit-card' and account_id not in (select account_id from instalments));

-- nobody pays more on a loan than all its instalments
select account_id from loans join paid using (account_id) join planned using (account_id)
where paid_fen > planned_fen;

-- nobody pays more on a running loan than is due, and what is next begun
select account_id from loans join paid using (account_id)
join (
    select account_id, sum(amount_fen) as due_fen from instalments, review
    where number <= 1 + (
        select count(*) from instalments as earlier
        where earlier.account_id = instalments.account_id and earlier.due_on <= as_of
    )
    group by account_id
) using (account_id)
where status in ('current', 'overdue') and paid_fen >= due_fen;

-- a settled loan is paid to the fen
select account_id from loans left join paid using (account_id) join planned using (account_id)
where status = 'settled' and coalesce(paid_fen, 0) <> planned_fen;

-- nobody pays more on a card in a month than its statement
select account_id, month, paid_fen, statement_fen from cards join paid_in_month using (account_id)
left join statements using (account_id, month)
where paid_fen > coalesce(statement_fen, 0) and (written_off_on is null or month <= written_off_on);

-- a card that was written off is paid no more than its last statement
select account_id, recovered_fen, last_fen from (
    select account_id, sum(amount_fen) as recovered_fen from payments join cards using (account_id)
    where paid_on > written_off_on group by account_id
) join (
    select account_id, arg_max(statement_fen, number) as last_fen from instalments
    where statement_fen is not null group by account_id
) using (account_id)
where recovered_fen > last_fen;

-- a statement is no less than its minimum
select account_id, number from instalments where statement_fen < amount_fen;

-- a card never owes more than its limit, interest and damages aside
select account_id, number from instalments join cards using (account_id)
where number = 1 and statement_fen - interest_fen - fees_fen > limit_fen;

-- nothing is later than the review
select * from happened, review where happened_on > as_of;

-- nothing happens after a death
select * from happened join accounts using (account_id) join debtors using (debtor_id)
where happened_on > died_on and what not in ('written-off', 'statement');

-- nothing happens after an account is settled
select * from happened join accounts using (account_id)
where happened_on > settled_on;

-- nothing is paid, billed or said before an account is opened
select * from happened join accounts using (account_id)
where happened_on < opened_on;

-- a contract is signed by a grown-up, and before the money comes
select account_id from contracts join accounts using (account_id, contract_id)
join debtors using (debtor_id)
where signed_on > opened_on or signed_on < birth_date + interval 18 year;

-- a promise has a day and an amount, and nothing else has
select contact_id from contacts
where (result = 'promise') <> (promised_on is not null)
or (result = 'promise') <> (promised_fen is not null);

-- a promised day is not before the contact, nor more than a month after it
select contact_id, "at", promised_on from contacts
where promised_on < cast("at" as date) or promised_on > cast("at" as date) + 31;

-- a shift counts the contacts of that person on that day
select staff_id, "on", contacts, made from shifts
left join (
    select staff_id, cast("at" as date) as "on", count(*) as made from contacts group by all
) using (staff_id, "on")
where contacts <> coalesce(made, 0);

-- whoever speaks to a debtor is on shift
select contact_id from contacts
where staff_id is not null
and (staff_id, cast("at" as date)) not in (select staff_id, "on" from shifts);

-- calls include the contacts made by calling
select staff_id, "on" from shifts where calls < contacts;

-- nobody works before being hired
select staff_id, "on" from shifts join staff using (staff_id) where "on" < hired_on;

-- whoever is complained about had spoken to the debtor
select complaint_id from complaints
where staff_id is not null and (account_id, staff_id) not in (
    select account_id, staff_id from contacts where staff_id is not null
);

-- the status says what the dates say
select account_id, status from accounts where status <> case
    when settled_on is not null then 'settled'
    when written_off_on is not null then 'written-off'
    when stage <> 'M0' then 'overdue'
    else 'current'
end;

-- an agency is named where an account was handed over, and nowhere else
select account_id from accounts where (agency is null) <> (handed_over_on is null);

-- the stage of a loan is that of its oldest unpaid instalment
select account_id, stage, oldest_on from loans
left join (
    select account_id, min(due_on) as oldest_on from unpaid_of_loans, review
    where due_on <= as_of and day = as_of group by account_id
) using (account_id), review
where stage <> stage_of(as_of, oldest_on);

-- the overdue amount of a loan is what fell due and is unpaid
select account_id, overdue_fen, unpaid from loans
left join (
    select account_id, sum(unpaid_fen) as unpaid from unpaid_of_loans, review
    where due_on <= as_of and day = as_of group by account_id
) using (account_id)
where overdue_fen <> coalesce(unpaid, 0);

-- the stage of a card is that of its oldest unpaid minimum
select account_id, stage, oldest_on from cards
left join (
    select account_id, min(due_on) as oldest_on from unpaid_of_cards, review
    where day = as_of group by account_id
) using (account_id), review
where stage <> stage_of(as_of, oldest_on);

-- a loan is written off when it is more than 180 days late
select loans.account_id, written_off_on, min(due_on) as oldest_on from loans
left join unpaid_of_loans on unpaid_of_loans.account_id = loans.account_id
and day = written_off_on and due_on <= written_off_on
where written_off_on is not null
group by loans.account_id, written_off_on
having coalesce(written_off_on - min(due_on), 0) <= 180;

-- a card is written off when it is more than 180 days late
select cards.account_id, written_off_on, min(due_on) as oldest_on from cards
left join unpaid_of_cards on unpaid_of_cards.account_id = cards.account_id
and day = written_off_on
where written_off_on is not null
group by cards.account_id, written_off_on
having coalesce(written_off_on - min(due_on), 0) <= 180;

-- interest on arrears is asked for on arrears alone
select account_id from accounts where overdue_interest_fen > 0 and overdue_fen = 0;

-- nothing is owed on a settled account
select account_id from accounts
where status = 'settled'
and (outstanding_principal_fen > 0 or overdue_fen > 0 or overdue_interest_fen > 0);

-- nobody borrows after death
select account_id from accounts join debtors using (debtor_id) where opened_on > died_on;

-- papers are issued to the living; a lender may ask for a credit record of the dead
select document_id, issued_on, died_on from documents join debtors using (debtor_id), review
where issued_on > as_of or issued_on < birth_date
or (kind <> 'credit-record' and issued_on > died_on);
