// The quiz. Python holds the truth; what stands here is where the reader is and what is on its way.

/** One question: its form, what is chosen or typed here, how sure the reader is, and what it earned. */
class ItemCard {
  constructor(page, item, place) {
    this.page = page;
    this.item = item;
    this.place = place;
    this.words = page.words;
    this.id = page.id;
    this.draft = undefined; // chosen or typed here, not yet confirmed
    this.draw();
  }

  get quiz() {
    return this.page.quiz;
  }

  get courier() {
    return this.page.courier;
  }

  // What is known of it.

  get kept() {
    return this.page.model.get("answers")[this.item.id];
  }

  get shown() {
    if (this.draft !== undefined) return this.draft;
    return this.courier.has(this.item.id) ? this.courier.value(this.item.id) : this.kept;
  }

  get isAnswered() {
    return !isBlank(this.kept);
  }

  get earned() {
    const isChanged = this.draft !== undefined || this.courier.has(this.item.id);
    return isChanged ? undefined : this.page.model.get("earned")[this.item.id];
  }

  /** What stands here to be confirmed. */
  get waiting() {
    if (!isBlank(this.draft)) return this.draft;
    return this.earned ? undefined : this.form.untouched;
  }

  get fault() {
    return this.form.fault();
  }

  // Drawing.

  draw() {
    const { item, words, quiz } = this;
    const value = item.points === 1 ? words.point : fill(words.points, { points: item.points });
    const credit = item.credit ? [words[item.credit]] : [];
    const about = [words[item.kind], ...(quiz.is_practice ? [] : [value]), ...credit].join(" · ");
    const legend = make("legend", { class: "cb-legend" }, [
      make("span", { class: "cb-about" }, [
        make("b", { text: fill(words.number, { number: this.place + 1 }) }),
        make("span", { text: about }),
      ]),
      make("span", { class: "cb-stem", text: item.stem.trim() }),
    ]);
    this.form = new FORMS[item.kind](this, item);
    this.feedback = make("div", { class: "cb-feedback", "aria-live": "polite" });
    this.confirmer = button(words.confirm, () => this.confirm(), "cb-main");
    this.sure = quiz.is_practice ? this.drawSure() : make("div");
    this.giving = make("div", { class: "cb-giving" }, quiz.is_practice ? [this.confirmer, this.sure] : []);
    this.element = make("div", { class: "cb-card", onfocusin: () => this.page.reach(this.place) }, [
      make("fieldset", { class: "cb-item" }, [legend, ...this.form.draw()]),
      this.giving,
      this.feedback,
    ]);
  }

  /** How sure the reader is: asked before the answer is explained, and never of anybody's business. */
  drawSure() {
    const { words } = this;
    this.levels = ["guess", "fairly", "certain"].map((level, value) =>
      button(words[level], () => this.rate(value), "cb-quiet cb-level"),
    );
    return make("div", { class: "cb-sure", role: "group", "aria-label": words.sure }, [
      make("span", { "aria-hidden": "true", text: words.sure }),
      ...this.levels,
    ]);
  }

  refresh() {
    this.form.show(this.shown, this.earned);
    this.refreshFeedback();
    this.refreshGiving();
  }

  refreshFeedback() {
    const { earned, feedback, words } = this;
    if (!earned) {
      feedback.replaceChildren();
      delete feedback.dataset.verdict;
      return;
    }
    feedback.dataset.verdict = earned.verdict;
    const verdict = make("p", { class: "cb-verdict" }, [
      make("span", { class: "cb-verdict-sign", "aria-hidden": "true", text: VERDICT_SIGNS[earned.verdict] }),
      make("b", { text: words[earned.verdict] }),
    ]);
    const held = earned.held ? [make("p", { class: "cb-held", text: words[earned.held] })] : [];
    const said = earned.feedback.map((text) => make("p", { text: text.trim() }));
    const perOption = this.item.options.flatMap((option, place) => this.drawOwn(earned.options[option.id], place));
    const again = earned.verdict === "right" ? [] : [button(words.again, () => this.again(), "cb-quiet")];
    feedback.replaceChildren(verdict, ...held, ...said, ...perOption, ...ruleCards(earned.rules, words.rules), ...again);
  }

  /** What one option of several earned, under its number. */
  drawOwn(own, place) {
    return (own?.feedback ?? []).map((text) =>
      make("p", { class: "cb-own", "data-verdict": own.verdict }, [
        make("span", { class: "cb-verdict-sign", role: "img", "aria-label": this.words[own.verdict], text: VERDICT_SIGNS[own.verdict] }),
        make("span", { class: "cb-key", text: place + 1 }),
        make("span", { text: text.trim() }),
      ]),
    );
  }

  refreshGiving() {
    this.confirmer.disabled = isBlank(this.waiting);
    // Once an answer is explained, the way is on.
    this.giving.hidden = !this.quiz.is_practice || this.earned !== undefined;
    this.levels?.forEach((level, value) => level.setAttribute("aria-pressed", value === this.level));
  }

  // What the reader does.

  /** Keep what is being typed, which nobody has given yet. */
  sketch(value) {
    this.draft = value;
    this.refreshFeedback();
    this.refreshGiving();
    this.page.refreshStatus();
  }

  /** Take what was chosen: in practice it waits to be confirmed, in an exam it is sent. */
  give(value) {
    if (this.quiz.is_practice) {
      this.draft = value;
    } else {
      this.draft = undefined;
      if (JSON.stringify(value) !== JSON.stringify(this.shown ?? "")) this.courier.send(this.item.id, value);
    }
    this.page.refresh();
  }

  rate(value) {
    this.level = this.level === value ? undefined : value;
    this.refreshGiving();
  }

  confirm() {
    this.form.flush();
    if (this.fault || this.confirmer.disabled) return;
    const value = this.waiting;
    this.draft = undefined;
    if (this.level !== undefined) this.courier.send(`${this.item.id}.sure`, [this.level, value]);
    this.courier.send(this.item.id, value);
    this.level = undefined;
    this.page.refresh();
    this.form.focus();
  }

  again() {
    this.draft = this.form.blank;
    this.page.refresh();
    this.form.focus();
  }
}

class QuizPage {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.quiz = model.get("quiz");
    this.words = model.get("words");
    this.id = Math.random().toString(36).slice(2);
    this.known = model.get("answers");
    this.courier = new Courier(model, {
      shelf: this.quiz.draft,
      words: this.words,
      known: (item) => this.known[item],
      changed: () => this.refresh(),
    });
    this.cards = this.quiz.items.map((item, place) => new ItemCard(this, item, place));
    this.at = Math.max(0, this.cards.findIndex((card) => !card.isAnswered));
    this.showsAll = false;
    this.undo = [];
  }

  open() {
    this.drawFrame();
    this.place();
    this.listen("change:answers", () => this.takeAnswers());
    this.listen("change:earned", () => this.refresh());
    this.courier.sendUnsaved();
  }

  listen(event, act) {
    this.model.on(event, act);
    this.undo.push(() => this.model.off(event, act));
  }

  close() {
    this.undo.forEach((undo) => undo());
    this.cards.forEach((card) => card.form.flush()); // What is being typed is not lost.
    this.courier.close();
    this.root.replaceChildren();
  }

  get card() {
    return this.cards[this.at];
  }

  // Drawing.

  drawFrame() {
    const { quiz, words } = this;
    this.progress = make("p", { class: "cb-progress" });
    this.dots = quiz.items.map((item, place) =>
      make("button", { class: "cb-dot", type: "button", onclick: () => this.show(place) }),
    );
    this.body = make("div", { class: "cb-body" });
    this.status = make("div", { class: "cb-status", role: "status", "aria-live": "polite" });
    this.back = button(words.previous, () => this.go(-1), "cb-quiet");
    this.onward = button(words.next, () => this.go(1), quiz.is_practice ? "cb-quiet" : "cb-main");
    this.whole = button(words.all, () => this.toggle(), "cb-quiet cb-whole");
    const isLong = quiz.items.length > 1;
    this.element = make(
      "section",
      {
        class: "casebook cb-quiz",
        lang: quiz.language === "zh" ? "zh-Hans" : "en",
        "aria-label": quiz.title,
        "data-lm-suppress-shortcuts": "true",
        onkeydown: (event) => this.press(event),
      },
      [
        make("header", { class: "cb-head" }, [
          make("h3", { class: "cb-title", text: quiz.title }),
          this.progress,
        ]),
        ...quiz.notes.map((note) => make("p", { class: "cb-note", text: note })),
        make("div", { class: "cb-way" }, [
          make("ol", { class: "cb-dots" }, this.dots.map((dot) => make("li", {}, [dot]))),
          ...(isLong ? [this.whole] : []),
        ]),
        this.body,
        this.status,
        make("footer", { class: "cb-foot" }, [
          make("div", { class: "cb-buttons" }, [this.back, this.onward]),
          make("p", { class: "cb-keys", text: quiz.is_practice ? words["keys-practice"] : words["keys-exam"] }),
        ]),
      ],
    );
    this.root.replaceChildren(this.element);
  }

  /** Put the questions that are to be seen on the page. */
  place() {
    const shown = this.showsAll ? this.cards : [this.card];
    this.body.replaceChildren(...shown.map((card) => card.element));
    this.element.classList.toggle("cb-shows-all", this.showsAll);
    this.whole.textContent = this.showsAll ? this.words["one-by-one"] : this.words.all;
    this.refresh();
  }

  toggle() {
    this.showsAll = !this.showsAll;
    this.place();
    if (this.showsAll) this.card.element.scrollIntoView({ block: "nearest" });
  }

  show(place) {
    this.card.form.flush();
    this.at = place;
    if (!this.showsAll) this.place();
    this.refresh();
    this.card.form.focus();
    if (this.showsAll) this.card.element.scrollIntoView({ block: "nearest" });
  }

  /** The reader went into another of the questions shown. */
  reach(place) {
    if (place === this.at) return;
    this.at = place;
    this.refreshProgress();
    this.refreshStatus();
    this.refreshWay();
  }

  refresh() {
    (this.showsAll ? this.cards : [this.card]).forEach((card) => card.refresh());
    this.refreshProgress();
    this.refreshStatus();
    this.refreshWay();
  }

  refreshWay() {
    this.back.disabled = this.at === 0;
    this.onward.disabled = this.at === this.quiz.items.length - 1;
    const isExplained = this.card.earned !== undefined;
    this.onward.classList.toggle("cb-main", !this.onward.disabled && (isExplained || !this.quiz.is_practice));
  }

  refreshProgress() {
    const { cards } = this;
    const verdicts = cards.map(({ item }) => this.model.get("earned")[item.id]?.verdict);
    const done = cards.filter((card) => card.isAnswered).length;
    const right = verdicts.filter((verdict) => verdict === "right").length;
    const isScored = this.quiz.is_practice && done > 0;
    this.progress.textContent = fill(isScored ? this.words.score : this.words.progress, { done, right, all: cards.length });
    cards.forEach((card, place) => {
      const dot = this.dots[place];
      const state = verdicts[place] ?? (card.isAnswered ? "answered" : "unanswered");
      dot.dataset.state = this.courier.trouble(card.item.id) || card.fault ? "trouble" : state;
      dot.textContent = VERDICT_SIGNS[verdicts[place]] ?? place + 1;
      dot.setAttribute("aria-label", fill(this.words.dot, { number: place + 1, state: this.words[state] }));
      if (place === this.at) dot.setAttribute("aria-current", "step");
      else dot.removeAttribute("aria-current");
    });
  }

  refreshStatus() {
    const { card } = this;
    const trouble = this.courier.trouble();
    if (card.fault) return this.say("trouble", card.fault);
    if (trouble) return this.say("trouble", trouble, true);
    if (this.courier.isBusy) return this.say("saving", this.words.saving);
    if (this.quiz.is_practice || card.draft !== undefined || !card.isAnswered) return this.say("none", "");
    if (!this.quiz.is_recording) return this.say("saved", this.words["not-kept"]);
    const all = this.cards.every((one) => one.isAnswered);
    return this.say("saved", all ? `${this.words.saved} · ${this.words["all-saved"]}` : this.words.saved);
  }

  say(state, text, canRetry = false) {
    tell(this.status, state, text, canRetry ? button(this.words.retry, () => this.courier.retry(), "cb-quiet") : undefined);
  }

  // What the reader does.

  press(event) {
    if (isForOthers(event) || (event.shiftKey && event.key === "Enter")) return;
    event.stopPropagation();
    const isTyping = event.target.matches("input[type=text], select");
    if (this.act(event, isTyping)) event.preventDefault();
  }

  act(event, isTyping) {
    if (event.key === "PageDown") return this.go(1);
    if (event.key === "PageUp") return this.go(-1);
    if (event.key === "Enter" && event.target.matches("input")) return this.enter();
    if (isTyping || event.shiftKey) return false;
    if (event.key === "n" || event.code === "KeyN") return this.go(1);
    if (event.key === "p" || event.code === "KeyP") return this.go(-1);
    const digit = digitOf(event);
    return digit ? this.card.form.pick(digit - 1) : false;
  }

  go(step) {
    const place = this.at + step;
    if (place >= 0 && place < this.quiz.items.length) this.show(place);
    return true;
  }

  enter() {
    const { card } = this;
    card.form.flush();
    if (this.quiz.is_practice && !card.giving.hidden && !card.confirmer.disabled) card.confirm();
    else if (!card.fault) this.go(1);
    return true;
  }

  takeAnswers() {
    const fresh = this.model.get("answers");
    for (const card of this.cards) {
      const { id } = card.item;
      const isElsewhere = JSON.stringify(fresh[id]) !== JSON.stringify(this.known[id]);
      if (isElsewhere && !this.courier.has(id)) card.draft = undefined;
    }
    this.known = fresh;
    this.refresh();
  }
}

export default {
  render({ model, el }) {
    const page = new QuizPage(model, el);
    page.open();
    return () => page.close();
  },
};
