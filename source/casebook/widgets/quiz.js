// The quiz. Python holds the truth; what stands here is where the reader is and what is on its way.

class QuizPage {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.quiz = model.get("quiz");
    this.words = model.get("words");
    this.id = Math.random().toString(36).slice(2);
    this.drafts = new Map(); // chosen or typed here, not yet confirmed
    this.known = model.get("answers");
    this.courier = new Courier(model, {
      shelf: this.quiz.draft,
      words: this.words,
      known: (item) => this.known[item],
      changed: () => this.refresh(),
    });
    this.at = Math.max(0, this.quiz.items.findIndex((item) => !this.isAnswered(item)));
    this.undo = [];
  }

  open() {
    this.drawFrame();
    this.show(this.at, { focus: false });
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
    this.form.flush(); // What is being typed is not lost.
    this.courier.close();
    this.root.replaceChildren();
  }

  // What is known of an item.

  get item() {
    return this.quiz.items[this.at];
  }

  shown(item) {
    if (this.drafts.has(item.id)) return this.drafts.get(item.id);
    if (this.courier.has(item.id)) return this.courier.value(item.id);
    return this.model.get("answers")[item.id];
  }

  isAnswered(item) {
    return !isBlank(this.model.get("answers")[item.id]);
  }

  draft(item) {
    return this.drafts.get(item.id);
  }

  /** What is wrong with what stands in the form, where it is this item's. */
  fault(item) {
    return item === this.item ? this.form?.fault() : undefined;
  }

  earned(item) {
    const changed = this.drafts.has(item.id) || this.courier.has(item.id);
    return changed ? undefined : this.model.get("earned")[item.id];
  }

  // Drawing.

  drawFrame() {
    const { quiz, words } = this;
    this.progress = make("p", { class: "cb-progress" });
    this.dots = quiz.items.map((item, place) => {
      const dot = make("button", { class: "cb-dot", type: "button", onclick: () => this.show(place) });
      return dot;
    });
    this.body = make("div", { class: "cb-body" });
    this.status = make("div", { class: "cb-status", role: "status", "aria-live": "polite" });
    this.back = button(words.previous, () => this.go(-1), "cb-quiet");
    this.confirmer = button(words.confirm, () => this.confirm(), "cb-main");
    this.onward = button(words.next, () => this.go(1), quiz.is_practice ? "cb-quiet" : "cb-main");
    const middle = quiz.is_practice ? [this.confirmer] : [];
    this.card = make(
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
        make("ol", { class: "cb-dots" }, this.dots.map((dot) => make("li", {}, [dot]))),
        this.body,
        this.status,
        make("footer", { class: "cb-foot" }, [
          make("div", { class: "cb-buttons" }, [this.back, ...middle, this.onward]),
          make("p", { class: "cb-keys", text: quiz.is_practice ? words["keys-practice"] : words["keys-exam"] }),
        ]),
      ],
    );
    this.root.replaceChildren(this.card);
  }

  show(place, { focus = true } = {}) {
    this.form?.flush();
    this.at = place;
    this.drawItem();
    this.refresh();
    if (focus) this.focusItem();
  }

  drawItem() {
    const { item, words } = this;
    const value = item.points === 1 ? words.point : fill(words.points, { points: item.points });
    const credit = item.credit ? [words[item.credit]] : [];
    const about = [words[item.kind], ...(this.quiz.is_practice ? [] : [value]), ...credit].join(" · ");
    const legend = make("legend", { class: "cb-legend" }, [
      make("span", { class: "cb-about" }, [
        make("b", { text: fill(words.number, { number: this.at + 1 }) }),
        make("span", { text: about }),
      ]),
      make("span", { class: "cb-stem", text: item.stem.trim() }),
    ]);
    this.form = new FORMS[item.kind](this, item);
    this.feedback = make("div", { class: "cb-feedback", "aria-live": "polite" });
    const fieldset = make("fieldset", { class: "cb-item" }, [legend, ...this.form.draw()]);
    this.body.replaceChildren(fieldset, this.feedback);
  }

  refresh() {
    this.form.show(this.shown(this.item), this.earned(this.item));
    this.refreshFeedback();
    this.refreshProgress();
    this.refreshStatus();
    this.back.disabled = this.at === 0;
    this.onward.disabled = this.at === this.quiz.items.length - 1;
    this.refreshConfirm();
  }

  refreshFeedback() {
    const earned = this.earned(this.item);
    if (!earned) {
      this.feedback.replaceChildren();
      delete this.feedback.dataset.verdict;
      return;
    }
    this.feedback.dataset.verdict = earned.verdict;
    const verdict = make("p", { class: "cb-verdict" }, [
      make("span", { class: "cb-verdict-sign", "aria-hidden": "true", text: VERDICT_SIGNS[earned.verdict] }),
      make("b", { text: this.words[earned.verdict] }),
    ]);
    const said = earned.feedback.map((text) => make("p", { text: text.trim() }));
    const perOption = this.item.options.flatMap((option, place) => this.drawOwn(earned.options[option.id], place));
    const again = earned.verdict === "right" ? [] : [button(this.words.again, () => this.again(), "cb-quiet")];
    this.feedback.replaceChildren(verdict, ...said, ...perOption, ...ruleCards(earned.rules, this.words.rules), ...again);
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

  refreshProgress() {
    const { items } = this.quiz;
    const done = items.filter((item) => this.isAnswered(item)).length;
    const right = items.filter((item) => this.model.get("earned")[item.id]?.verdict === "right").length;
    const isScored = this.quiz.is_practice && done > 0;
    this.progress.textContent = fill(isScored ? this.words.score : this.words.progress, { done, right, all: items.length });
    items.forEach((item, place) => {
      const dot = this.dots[place];
      const verdict = this.model.get("earned")[item.id]?.verdict;
      const state = verdict ?? (this.isAnswered(item) ? "answered" : "unanswered");
      const isTroubled = this.courier.trouble(item.id) || this.fault(item);
      dot.dataset.state = isTroubled ? "trouble" : state;
      dot.textContent = VERDICT_SIGNS[verdict] ?? place + 1;
      dot.setAttribute("aria-label", fill(this.words.dot, { number: place + 1, state: this.words[state] }));
      if (place === this.at) dot.setAttribute("aria-current", "step");
      else dot.removeAttribute("aria-current");
    });
  }

  refreshStatus() {
    const trouble = this.courier.trouble();
    const fault = this.fault(this.item);
    if (fault) return this.say("trouble", fault);
    if (trouble) return this.say("trouble", trouble, true);
    if (this.courier.isBusy) return this.say("saving", this.words.saving);
    const isDraft = this.drafts.has(this.item.id);
    if (this.quiz.is_practice || isDraft || !this.isAnswered(this.item)) return this.say("none", "");
    if (!this.quiz.is_recording) return this.say("saved", this.words["not-kept"]);
    const all = this.quiz.items.every((item) => this.isAnswered(item));
    return this.say("saved", all ? `${this.words.saved} · ${this.words["all-saved"]}` : this.words.saved);
  }

  say(state, text, canRetry = false) {
    tell(this.status, state, text, canRetry ? button(this.words.retry, () => this.courier.retry(), "cb-quiet") : undefined);
  }

  refreshConfirm() {
    this.confirmer.disabled = isBlank(this.waiting);
    // Once an answer is explained, the way is on.
    const isExplained = this.earned(this.item) !== undefined;
    this.confirmer.hidden = isExplained;
    this.onward.classList.toggle("cb-main", !this.onward.disabled && (isExplained || !this.quiz.is_practice));
  }

  /** What stands here to be confirmed. */
  get waiting() {
    const draft = this.drafts.get(this.item.id);
    if (!isBlank(draft)) return draft;
    return this.earned(this.item) ? undefined : this.form.untouched;
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
    return digit ? this.form.pick(digit - 1) : false;
  }

  go(step) {
    const place = this.at + step;
    if (place >= 0 && place < this.quiz.items.length) this.show(place);
    return true;
  }

  enter() {
    this.form.flush();
    if (this.quiz.is_practice && !this.confirmer.disabled) this.confirm();
    else if (!this.fault(this.item)) this.go(1);
    return true;
  }

  /** Keep what is being typed, which nobody has given yet. */
  sketch(value) {
    this.drafts.set(this.item.id, value);
    this.refreshFeedback();
    this.refreshStatus();
    this.refreshConfirm();
  }

  /** Take what was chosen: in practice it waits to be confirmed, in an exam it is sent. */
  give(value) {
    if (this.quiz.is_practice) {
      this.drafts.set(this.item.id, value);
    } else {
      this.drafts.delete(this.item.id);
      if (JSON.stringify(value) !== JSON.stringify(this.shown(this.item) ?? "")) this.courier.send(this.item.id, value);
    }
    this.refresh();
  }

  confirm() {
    this.form.flush();
    if (this.fault(this.item) || this.confirmer.disabled) return;
    const value = this.waiting;
    this.drafts.delete(this.item.id);
    this.courier.send(this.item.id, value);
    this.refresh();
    this.focusItem();
  }

  again() {
    this.drafts.set(this.item.id, this.form.blank);
    this.refresh();
    this.focusItem();
  }

  focusItem() {
    this.form.focus();
  }

  takeAnswers() {
    const fresh = this.model.get("answers");
    for (const item of this.quiz.items) {
      const isElsewhere = JSON.stringify(fresh[item.id]) !== JSON.stringify(this.known[item.id]);
      if (isElsewhere && !this.courier.has(item.id)) this.drafts.delete(item.id);
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
