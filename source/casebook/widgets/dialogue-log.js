// What was said: the client's lines, the reader's replies, and in practice what each was worth.

const TALK_SIGNS = { right: "✓", partly: "◐", wrong: "✗", breach: "⊘" };

class TalkLog {
  /** `again(number)` is called when the reader takes back all from a reply on. */
  constructor(talk, words, again) {
    this.talk = talk;
    this.words = words;
    this.again = again;
    this.opened = new Set(); // earlier comments that the reader opened
    this.lines = make("ol", { class: "ct-lines" });
    this.element = make("div", { class: "ct-log", role: "log", "aria-label": words.log, tabindex: 0 }, [this.lines]);
  }

  /** Draw what is new and drop what was taken back, so that a screen reader is told no line twice. */
  show(view) {
    const entries = [...view.said.flatMap((exchange, number) => this.exchange(exchange, number)), this.last(view)];
    const names = entries.map(([name]) => name);
    const drawn = [...this.lines.children];
    const differs = names.findIndex((name, place) => drawn[place]?.dataset.name !== name);
    const kept = differs < 0 ? names.length : differs;
    drawn.slice(kept).forEach((line) => line.remove());
    entries.slice(kept).forEach(([name, draw]) => this.add(name, draw()));
    this.foldComments(view.said.length - 1);
    if (kept < names.length) requestAnimationFrame(() => this.scroll()); // once it lies on the page
  }

  add(name, line) {
    line.dataset.name = name;
    this.lines.append(line);
  }

  /** Name and drawing of each line of an exchange: the client's reaction comes before the comment. */
  exchange({ client, reply, reaction, coaching }, number) {
    const entries = [
      [`${number} client ${client}`, () => this.line("ct-client", this.talk.client, client)],
      [`${number} mine ${reply}`, () => this.mine(reply, number)],
    ];
    if (reaction.trim()) entries.push([`${number} reaction ${reaction}`, () => this.line("ct-client", this.talk.client, reaction)]);
    if (coaching) entries.push([`${number} ${coaching.verdict} ${coaching.text}`, () => this.comment(coaching, number)]);
    return entries;
  }

  last({ client, said, has_ended }) {
    if (!has_ended) return [`${said.length} client ${client}`, () => this.line("ct-client", this.talk.client, client)];
    const end = [make("b", { text: this.words["hung-up"] }), make("p", { text: client.trim() })];
    return [`end ${client}`, () => make("li", { class: "ct-end" }, end)];
  }

  line(kind, who, text) {
    return make("li", { class: `ct-line ${kind}` }, [
      make("span", { class: "ct-who", text: who }),
      make("p", { class: "ct-text", text: text.trim() }),
    ]);
  }

  mine(reply, number) {
    const mine = this.line("ct-mine", this.words.you, reply);
    if (this.talk.is_practice) {
      const label = `${this.words["again-from"]}: ${fill(this.words.step, { number: number + 1 })}`;
      const again = { class: "ct-from", type: "button", text: this.words["again-from"], "aria-label": label };
      mine.append(make("button", { ...again, onclick: () => this.again(number) }));
    }
    return mine;
  }

  comment(coaching, number) {
    const summary = make("summary", { onclick: () => this.turn(number, comment) }, [
      make("span", { class: "cb-verdict-sign", "aria-hidden": "true", text: TALK_SIGNS[coaching.verdict] }),
      make("b", { text: `${this.words.coaching} · ${this.words[coaching.verdict]}` }),
    ]);
    const parts = [summary, make("p", { text: coaching.text.trim() }), ...ruleCards(coaching.rules, this.words.rules)];
    const comment = make("details", { class: "ct-comment", "data-verdict": coaching.verdict, "data-number": number }, parts);
    return make("li", { class: "ct-aside" }, [comment]);
  }

  /** Remember whether the reader, who is about to open or fold a comment, wants it open. */
  turn(number, comment) {
    if (comment.open) this.opened.delete(number);
    else this.opened.add(number);
  }

  /** The last comment is open; those before are folded unless the reader opened them. */
  foldComments(last) {
    const comments = [...this.lines.querySelectorAll(".ct-comment")];
    this.opened = new Set(comments.filter((one) => this.isOpened(one)).map((one) => Number(one.dataset.number)));
    for (const one of comments) one.open = Number(one.dataset.number) === last || this.isOpened(one);
  }

  isOpened(comment) {
    return this.opened.has(Number(comment.dataset.number));
  }

  /** Bring the newest reply to the top, so that what it led to is read before what it was worth. */
  scroll() {
    const mine = [...this.lines.querySelectorAll(".ct-mine")].at(-1);
    if (mine) this.element.scrollTop += mine.getBoundingClientRect().top - this.element.getBoundingClientRect().top - 8;
  }
}
