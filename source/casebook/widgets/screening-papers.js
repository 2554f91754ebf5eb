// A file on one page: the papers of the case file, in short.

/** Lines by which a credit record may be longer than the payments and still leave room for the card. */
const SHORT_RECORD = 8;

/** A file on one page. What each paper says stays on that paper, as in the big case file. */
class SmallPapers extends Papers {
  paper(kind, title, children) {
    const specimen = this.wording.say("specimen");
    return make("article", { class: `cf-paper cf-${kind}`, "aria-label": `${title} · ${specimen}` }, [
      make("div", { class: "sc-paper-head" }, [
        make("h4", { class: "cf-paper-title", text: title }),
        make("span", { class: "sc-specimen", text: specimen }),
      ]),
      ...children,
    ]);
  }

  page() {
    const record = this.document("credit-record").body;
    const left = [this.registration(), this.report(record)];
    const right = [this.contract(), this.letter(this.document("income-proof")), this.payments()];
    // The card lies where there is room for it, so that the file stays on about one screen.
    const lines = record.loans.length * 2 + (record.queries.length - this.file.payments.length) / 2;
    (lines < SHORT_RECORD ? left : right).splice(1, 0, this.card(this.document("identity-card").body));
    return make("div", { class: "cf-case sc-file" }, [left, right].map((papers) => make("div", { class: "sc-column" }, papers)));
  }

  registration() {
    const { debtor } = this.file;
    const { wording } = this;
    return this.paper("form", wording.say("part-person"), [
      this.fields([
        ...["name", "id_number", "employer"].map((name) => [name, debtor[name]]),
        ["stated_income_fen", wording.yuan(debtor.stated_income_fen)],
        ["stated_debts", wording.say("loans-count", { count: debtor.stated_debts })],
      ]),
    ]);
  }

  contract() {
    const { contract, account } = this.file;
    const { wording } = this;
    return this.paper("form", wording.say("part-contract"), [
      this.fields([
        ...["signed_on", "signatory_name", "signatory_id_number"].map((name) => [name, contract[name]]),
        ["principal_fen", wording.yuan(contract.principal_fen)],
        ["lender", account.lender],
      ]),
      make("h5", { text: wording.say("part-account") }),
      this.fields([
        ["opened_on", account.opened_on],
        ["disbursed_fen", wording.yuan(account.disbursed_fen)],
      ]),
    ]);
  }

  letter({ issued_on, body }) {
    const { wording } = this;
    const given = { ...body, monthly_income: wording.amount(body.monthly_income_fen) };
    const slips = body.slips.map((slip) => `${slip.month}  ${wording.amount(slip.gross_fen)}`);
    return this.paper("letter", wording.say("letter-title"), [
      this.filledIn("letter-body", given),
      this.signature([
        ["letter-employer", body.employer],
        ["letter-issued", wording.day(issued_on)],
      ]),
      make("h5", { text: wording.say("letter-attached") }),
      this.lines(slips),
    ]);
  }

  card(body) {
    const { wording } = this;
    return this.paper("card", wording.say("card-short"), [
      this.fields([
        ["card-name", body.name],
        ["card-birth_date", wording.day(body.birth_date)],
        ["card-id_number", body.id_number],
        ["card-valid", [body.valid_from, body.valid_until].map((day) => wording.value(day).replaceAll("-", ".")).join(" – ")],
      ]),
    ]);
  }

  payments() {
    const rows = this.file.payments.map((one) => `${one.paid_on} ${one.payer_name}`);
    return this.paper("form", this.wording.say("part-payments"), [this.lines(rows)]);
  }

  report(body) {
    const { wording } = this;
    return this.paper("report", wording.say("credit-title"), [
      this.fields([
        ["report_date", wording.day(body.report_date)],
        ["name", body.name],
        ["id_number", body.id_number],
        ["credit-employer", body.employer],
      ]),
      make("h5", {}, [make("span", { text: wording.say("loans-months") }), make("span", { text: wording.say("loan-opened_on") })]),
      ...body.loans.map((loan) => this.loan(loan)),
      make("h5", { text: wording.say("queries") }),
      this.lines(body.queries.map((query) => `${query.on} ${wording.value(query.reason)}`)),
    ]);
  }

  loan(loan) {
    const { wording } = this;
    return make("section", { class: "sc-loan", "aria-label": loan.lender }, [
      make("p", { class: "sc-lender", text: loan.lender }),
      make("p", { text: wording.value(loan.state) }),
      make("p", { class: "sc-months" }, [
        make("span", { "aria-hidden": "true", text: loan.months }),
        make("span", { class: "sc-unseen", text: this.runs(loan.months) }),
      ]),
      make("p", { text: loan.opened_on }),
    ]);
  }

  /** Short lines in two columns, read downwards. */
  lines(texts) {
    return make("ul", { class: "sc-lines" }, texts.map((text) => make("li", { text })));
  }
}
