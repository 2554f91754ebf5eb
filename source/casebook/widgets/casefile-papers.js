// The parts of a case as a person would see them: papers on paper, the lender's own records as lists.

/** The parts in the order of the tabs. */
const PARTS = ["application", "identity-card", "income-proof", "credit-record", "agreement", "instalments", "payments", "contacts"];
/** A line of a contract that opens one of its parts; whole clauses may begin like it, but end as sentences do. */
const OPENS_A_PART =
  /^(第[\d一二三四五六七八九十]+[条章]|[一二三四五六七八九十]+、|\d+\u3000|附件|附表|特别约定|个性化约定|补充条款|关键条款|重要信息|借款要素表|借款信息确认单).{0,24}(?<![。；：])$/;
/** Enough for the longest paper; what hangs over the edge is not shown. */
const WATERMARKS = 60;

/** Says names, codes, amounts and dates in the reader's language. */
class Wording {
  constructor(words, language, product) {
    this.words = words;
    this.isChinese = language === "zh";
    this.product = product;
  }

  /** A sentence or a name; on some products things are called otherwise. */
  say(name, values = {}) {
    return fill(this.words[`${name} ${this.product}`] ?? this.words[name] ?? name, values);
  }

  /** A coded value in words; `kinds`, the closest first, tell codes apart that mean something else elsewhere. */
  value(code, ...kinds) {
    const kind = kinds.find((one) => `is ${one} ${code}` in this.words);
    return this.words[kind ? `is ${kind} ${code}` : `is ${code}`] ?? String(code);
  }

  amount(fen) {
    const whole = String(Math.trunc(fen / 100)).replace(/\B(?=(\d{3})+$)/g, ",");
    return `${whole}.${String(fen % 100).padStart(2, "0")}`;
  }

  yuan(fen) {
    return this.say("yuan", { amount: this.amount(fen) });
  }

  rate(basisPoints) {
    return `${(basisPoints / 100).toFixed(2)}%`;
  }

  /** A day as a paper writes it; lists keep the ISO form. */
  day(iso) {
    const [whole, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso) ?? [];
    return whole && this.isChinese ? `${year}年${month}月${day}日` : this.value(iso);
  }

  moment(iso) {
    const names = this.say("weekdays");
    const weekday = new Date(`${iso.slice(0, 10)}T00:00:00Z`).getUTCDay();
    const name = this.isChinese ? `周${names[weekday]}` : names.split(" ")[weekday];
    return `${iso.slice(0, 10)} ${name} ${iso.slice(11, 16)}`;
  }
}

class Papers {
  constructor(file, wording) {
    this.file = file;
    this.wording = wording;
  }

  /** Whether a part is a paper that never came in. */
  isMissing(part) {
    const isPaper = ["identity-card", "income-proof", "credit-record"].includes(part);
    return isPaper && !this.document(part);
  }

  /** What the tab of a part is called. */
  named(part) {
    const hasComplaints = part === "contacts" && this.file.complaints.length > 0;
    return this.wording.say(hasComplaints ? "tab-complaints" : `tab-${part}`);
  }

  document(kind) {
    return this.file.documents.find((one) => one.kind === kind);
  }

  draw(part) {
    if (this.isMissing(part)) return [this.missing(part)];
    const drawn = {
      application: () => this.application(),
      "identity-card": () => this.card(this.document(part).body),
      "income-proof": () => this.letter(this.document(part)),
      "credit-record": () => this.report(this.document(part).body),
      agreement: () => this.agreement(),
      instalments: () => this.instalments(),
      payments: () => this.payments(),
      contacts: () => this.contacts(),
    };
    return drawn[part]();
  }

  missing(part) {
    const paper = this.named(part);
    return make("div", { class: "cf-missing" }, [
      make("p", { class: "cf-missing-word", text: this.wording.say("missing") }),
      make("p", { text: this.wording.say("missing-about", { paper }) }),
    ]);
  }

  // Pieces that several parts share.

  paper(kind, title, children) {
    const specimen = this.wording.say("specimen");
    const marks = Array.from({ length: WATERMARKS }, () => make("span", { text: specimen }));
    const about = `${specimen} · ${this.wording.say("invented")}`;
    return make("article", { class: `cf-paper cf-${kind}`, "aria-label": `${title} · ${specimen}` }, [
      make("div", { class: "cf-watermark", "aria-hidden": "true", "data-unsearched": true }, marks),
      make("h4", { class: "cf-paper-title", text: title }),
      make("p", { class: "cf-specimen", "data-unsearched": true, text: about }),
      ...children,
    ]);
  }

  fields(rows) {
    const drawn = rows.map(([label, text, kind]) =>
      make("div", { class: kind }, [make("dt", { text: this.wording.say(label) }), make("dd", { text })]),
    );
    return make("dl", { class: "cf-fields" }, drawn);
  }

  /** A table; a column is its heading, how a row fills it, and whether it holds figures or what must stay on one line. */
  table(caption, columns, rows) {
    if (rows.length === 0) return make("p", { class: "cf-nothing", text: this.wording.say("nothing") });
    const kind = (column) => (column.isFigure ? "cf-figure" : column.isShort && "cf-short");
    const head = columns.map((one) => make("th", { scope: "col", class: kind(one), text: this.wording.say(one.label) }));
    const body = rows.map((row) =>
      make("tr", {}, columns.map((one) => make("td", { class: kind(one), text: one.of(row) }))),
    );
    return make("table", { class: "cf-table" }, [
      make("caption", { text: caption }),
      make("thead", {}, [make("tr", {}, head)]),
      make("tbody", {}, body),
    ]);
  }

  figures(prefix, names) {
    return names.map((name) => ({ label: `${prefix}-${name}`, of: (row) => this.wording.amount(row[name]), isFigure: true }));
  }

  // The client, the account, the contract.

  application() {
    return [make("div", { class: "cf-sheets" }, [this.registration(), this.contract()])];
  }

  registration() {
    const { debtor } = this.file;
    const { wording } = this;
    const plain = (name) => [name, wording.value(debtor[name])];
    const home = debtor.address.startsWith(debtor.city) ? debtor.address : `${debtor.city}${debtor.address}`;
    const province = debtor.province === debtor.city ? "" : debtor.province;
    return this.paper("form", wording.say("part-person"), [
      this.fields([
        ...["debtor_id", "name", "sex", "birth_date", "id_number", "phone"].map(plain),
        ["home", `${province}${home}`],
        ...["occupation", "employer", "marital_status"].map(plain),
        ["dependants", wording.say("people", { count: debtor.dependants })],
        ...this.given(debtor, ["died_on"]),
      ]),
      make("h5", { text: wording.say("part-means") }),
      this.fields([
        ["stated_income_fen", wording.yuan(debtor.stated_income_fen)],
        ["living_costs_fen", wording.yuan(debtor.living_costs_fen)],
        ["stated_debts", wording.say("loans-count", { count: debtor.stated_debts })],
      ]),
      make("h5", { text: wording.say("part-contact") }),
      this.fields(["contact_name", "contact_relation", "contact_phone"].map(plain)),
    ]);
  }

  /** The contract that the account rests on. */
  get governing() {
    const { contracts, account } = this.file;
    return contracts.find((one) => one.contract_id === account.contract_id);
  }

  get isCard() {
    return this.file.account.product === "credit-card";
  }

  /** The fields that hold something: days, names and codes. */
  given(row, names) {
    return names.filter((name) => row[name] !== null).map((name) => [name, this.wording.value(row[name], name)]);
  }

  contract() {
    const { account, contracts } = this.file;
    const contract = this.governing;
    const { wording } = this;
    const plain = (row) => (name) => [name, wording.value(row[name], name)];
    const others = contracts.filter((one) => one !== contract).map((one) => one.contract_id);
    return this.paper("form", wording.say("part-contract"), [
      this.fields([
        ...["contract_id", "signed_on", "signatory_name", "signatory_id_number"].map(plain(contract)),
        ["principal_fen", wording.yuan(contract.principal_fen)],
        ...(contract.term_months === null ? [] : [["term_months", wording.say("term", { count: contract.term_months })]]),
        plain(contract)("method"),
        ["annual_rate_bp", wording.rate(contract.annual_rate_bp)],
        ["overdue_rate_bp", wording.rate(contract.overdue_rate_bp)],
        ["due_day", wording.say(contract.method === "at-once" ? "day-at-end" : "day-of-month", { count: contract.due_day })],
        ...["purpose", "stated_employer"].map(plain(contract)),
        ...(others.length ? [["other-contracts", others.join("、")]] : []),
      ]),
      make("h5", { text: wording.say("part-account") }),
      this.fields([
        ...["account_id", "lender", "lender_kind", "product", "opened_on"].map(plain(account)),
        this.isCard ? ["limit_fen", wording.yuan(account.limit_fen)] : ["disbursed_fen", wording.yuan(account.disbursed_fen)],
        plain(account)("income_check"),
        ["outstanding_principal_fen", wording.yuan(account.outstanding_principal_fen)],
        ["stage", `${account.stage} · ${wording.value(account.stage, "stage")}`],
        plain(account)("status"),
        ...this.given(account, ["settled_on", "handed_over_on", "agency", "sued_on", "written_off_on"]),
      ]),
    ]);
  }

  // The identity card: a layout of our own.

  card(body) {
    const { wording } = this;
    const valid = `${wording.day(body.valid_from)} – ${wording.day(body.valid_until)}`;
    const front = this.side("card-front", [
      ["card-name", body.name, "cf-card-name"],
      ["card-sex", wording.value(body.sex), "cf-half"],
      ["card-ethnic_group", wording.value(body.ethnic_group), "cf-half"],
      ["card-birth_date", wording.day(body.birth_date)],
      ["card-address", body.address],
      ["card-id_number", body.id_number, "cf-card-number"],
    ]);
    front.append(make("div", { class: "cf-portrait", "data-unsearched": true, text: wording.say("card-portrait") }));
    return [make("div", { class: "cf-cards" }, [front, this.side("card-back", [["card-valid", valid]])])];
  }

  side(name, rows) {
    const side = make("p", { class: "cf-side", "data-unsearched": true, text: this.wording.say(name) });
    return this.paper(`card cf-${name}`, this.wording.say("card-title"), [side, this.fields(rows)]);
  }

  // The employer's letter.

  letter({ issued_on, body }) {
    const { wording } = this;
    const given = {
      name: body.name,
      id_number: body.id_number,
      employed_since: wording.day(body.employed_since),
      position: body.position,
      monthly_income: wording.amount(body.monthly_income_fen),
      purpose: wording.value(body.purpose),
    };
    const columns = [
      { label: "slip-month", of: (slip) => slip.month, isShort: true },
      ...this.figures("slip", ["gross_fen", "insurance_fen", "tax_fen", "net_fen"]),
      { label: "slip-paid_on", of: (slip) => slip.paid_on, isShort: true },
    ];
    return [
      this.paper("letter", wording.say("letter-title"), [
        this.filledIn("letter-body", given),
        this.filledIn("letter-purpose", given),
        this.signature([
          ["letter-employer", body.employer],
          ["letter-phone", body.employer_phone],
          ["letter-issued", wording.day(issued_on)],
        ]),
        this.table(wording.say("letter-attached"), columns, body.slips),
      ]),
    ];
  }

  /** A sentence in which what was filled in stands out. */
  filledIn(sentence, values) {
    const parts = this.wording.say(sentence).split(/(\{\w+\})/);
    const drawn = parts.map((part) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      return name ? make("span", { class: "cf-filled", text: values[name] }) : part;
    });
    return make("p", { class: "cf-sentence" }, drawn);
  }

  signature(rows) {
    const list = this.fields(rows);
    list.classList.add("cf-signature");
    return list;
  }

  // The credit record.

  report(body) {
    const { wording } = this;
    const columns = ["on", "by", "reason"].map((name) => ({ label: `query-${name}`, of: (query) => wording.value(query[name]), isShort: name === "on" }));
    return [
      this.paper("report", wording.say("credit-title"), [
        this.fields([
          ["name", body.name],
          ["id_number", body.id_number],
          ["report_date", wording.day(body.report_date)],
          ["credit-employer", body.employer],
          ["credit-address", body.address],
        ]),
        make("h5", { text: wording.say("loans") }),
        this.legend(),
        ...(body.loans.length ? body.loans.map((loan) => this.loan(loan, body.report_date)) : [this.table("", [], [])]),
        make("h5", { text: wording.say("queries") }),
        this.table("", columns, body.queries),
      ]),
    ];
  }

  loan(loan, reportDate) {
    const { wording } = this;
    const about = [wording.value(loan.kind), wording.value(loan.state)];
    return make("section", { class: "cf-loan", "aria-label": loan.lender }, [
      make("div", { class: "cf-loan-head" }, [
        make("p", { class: "cf-lender", text: loan.lender }),
        ...about.map((text) => make("p", { class: "cf-chip", text })),
      ]),
      this.fields([
        ["loan-opened_on", wording.day(loan.opened_on)],
        ["loan-amount_fen", wording.yuan(loan.amount_fen)],
        ["loan-balance_fen", wording.yuan(loan.balance_fen)],
        ["loan-monthly_fen", wording.yuan(loan.monthly_fen)],
      ]),
      this.strip(loan.months, reportDate),
    ]);
  }

  /** The months as squares, read out as runs; the last is the full month before the report. */
  strip(months, reportDate) {
    const [year, month] = reportDate.split("-").map(Number);
    const squares = [...months].map((state, place) => {
      const at = new Date(Date.UTC(year, month - 1 - months.length + place, 1)).toISOString().slice(0, 7);
      return make("span", { class: "cf-month", "data-state": kindOfMonth(state), "data-month": at, title: `${at} ${this.month(state)}`, text: state });
    });
    const years = squares.map((square, place) => {
      const [name, number] = square.dataset.month.split("-");
      const isRoomy = place === 0 ? !squares.slice(1, 3).some((one) => one.dataset.month.endsWith("-01")) : number === "01";
      return make("span", { class: "cf-year", text: isRoomy ? name : "" });
    });
    return make("div", { class: "cf-history", "data-unsearched": true }, [
      make("p", { class: "cf-history-label", text: this.wording.say("strip") }),
      make("div", { class: "cf-strip", role: "img", "aria-label": this.runs(months) }, [...squares, ...years]),
    ]);
  }

  month(state) {
    if (state === "N") return this.wording.say("month-N");
    return state === "*" ? this.wording.say("month-none") : this.wording.say("month-late-said", { count: state });
  }

  runs(months) {
    const runs = months.match(/(.)\1*/g) ?? [];
    const said = runs.map((run) => this.wording.say("strip-run", { state: this.month(run[0]), count: run.length }));
    const last = this.month(months.at(-1));
    return this.wording.say("strip-said", { runs: said.join(this.wording.isChinese ? "，" : ", "), last });
  }

  legend() {
    const { wording } = this;
    const entry = (squares, text) =>
      make("li", {}, [...squares.map((state) => make("span", { class: "cf-month", "data-state": kindOfMonth(state), text: state })), make("span", { text })]);
    return make("ul", { class: "cf-legend", "aria-label": wording.say("legend"), "data-unsearched": true }, [
      entry(["N"], wording.say("month-N")),
      entry(["1", "3"], wording.say("month-late")),
      entry(["*"], wording.say("month-none")),
    ]);
  }

  // The contract in full; of two, the one that the account rests on comes first.

  agreement() {
    const { governing } = this;
    const others = this.file.contracts.filter((one) => one !== governing);
    return [governing, ...others].map((one) => this.fullText(one));
  }

  fullText({ contract_id, text }) {
    const { wording } = this;
    const [title, ...lines] = text.split("\n");
    const isOneOfTwo = this.file.contracts.length > 1;
    const which = contract_id === this.governing.contract_id ? "contract-of-account" : "contract-besides";
    const drawn = lines.map((line) => make("p", { class: OPENS_A_PART.test(line) && "cf-clause", text: line }));
    return this.paper("agreement", `${this.named("agreement")} ${contract_id}${isOneOfTwo ? wording.say(which) : ""}`, [
      make("div", { class: "cf-words", lang: "zh-Hans" }, [make("p", { class: "cf-words-title", text: title }), ...drawn]),
    ]);
  }

  // The lender's own records.

  instalments() {
    const onCard = ["statement_fen", "principal_fen", "interest_fen", "fees_fen", "amount_fen"];
    const amounts = this.isCard ? onCard : ["principal_fen", "interest_fen", "amount_fen"];
    const columns = [
      { label: "number", of: (row) => String(row.number), isFigure: true },
      { label: "due_on", of: (row) => row.due_on, isShort: true },
      ...this.figures("instalment", amounts),
    ];
    return [this.table(this.wording.say("yuan-all"), columns, this.file.instalments)];
  }

  payments() {
    const columns = [
      { label: "payment_id", of: (row) => row.payment_id, isShort: true },
      { label: "paid_on", of: (row) => row.paid_on, isShort: true },
      ...this.figures("payment", ["amount_fen"]),
      { label: "payment-channel", of: (row) => this.wording.value(row.channel) },
      { label: "payer_name", of: (row) => row.payer_name },
    ];
    return [this.table(this.wording.say("yuan-all"), columns, this.file.payments)];
  }

  contacts() {
    const { contacts } = this.file;
    const complaints = this.file.complaints.map((one) => this.complaint(one));
    if (contacts.length === 0) return [...complaints, this.table("", [], [])];
    const years = [...new Set(contacts.map(({ at }) => at.slice(0, 4)))];
    return [
      ...complaints,
      make("p", { class: "cf-about", "data-unsearched": true, text: this.wording.say("beijing") }),
      ...years.flatMap((year) => this.yearOfContacts(year, contacts.filter(({ at }) => at.startsWith(year)))),
    ];
  }

  /** One year of contacts under its heading, which stays in sight while they scroll. */
  yearOfContacts(year, contacts) {
    const title = this.wording.say("year", { year, count: contacts.length });
    return [
      make("p", { class: "cf-contacts-year", "data-unsearched": true, text: title }),
      make("ol", { class: "cf-timeline" }, contacts.map((one) => this.contact(one))),
    ];
  }

  complaint(one) {
    const { wording } = this;
    const coded = (name, kind) => [`complaint-${name}`, wording.value(one[name], kind)];
    return make("section", { class: "cf-complaint", "aria-label": wording.say("complaint", { id: one.complaint_id }) }, [
      make("p", { class: "cf-complaint-head", text: wording.say("complaint", { id: one.complaint_id }) }),
      this.fields([
        ["complaint-made_on", one.made_on],
        coded("channel", "complaint"),
        coded("ground", "ground"),
        coded("outcome", "outcome"),
        ...this.given(one, ["staff_id"]),
      ]),
      make("p", { class: "cf-said", lang: "zh-Hans", text: one.text }),
    ]);
  }

  contact(one) {
    const { wording } = this;
    const codes = [wording.value(one.channel), wording.value(one.direction, one.channel), wording.value(one.party)];
    const who = [...codes, ...(one.staff_id ? [one.staff_id] : [])].join(" · ");
    const promised = { day: one.promised_on, amount: one.promised_fen && wording.amount(one.promised_fen) };
    const promise = one.promised_on ? [make("p", { class: "cf-promise", text: wording.say("promise", promised) })] : [];
    return make("li", { class: "cf-contact", "data-result": one.result }, [
      make("p", { class: "cf-when" }, [make("time", { datetime: `${one.at}+08:00`, text: wording.moment(one.at) })]),
      make("p", { class: "cf-who", text: who }),
      make("p", { class: "cf-result", text: wording.value(one.result, one.party, one.channel) }),
      make("p", { class: "cf-said", lang: "zh-Hans", text: one.note }),
      ...promise,
    ]);
  }
}

function kindOfMonth(state) {
  if (state === "N") return "paid";
  if (state === "*") return "none";
  return Number(state) < 3 ? "late" : "very-late";
}
