// The quiz. Python holds the truth; what stands here is where the reader is and what is on its way.

/** How long a reader may pause inside a number before it is taken as given. */
const TYPING_MS = 700;

const VERDICT_SIGNS = { right: "✓", partly: "◐", wrong: "✗", review: "?" };

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
    this.courier.close();
    clearTimeout(this.typing);
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
    const value = this.model.get("answers")[item.id];
    return value !== undefined && value !== null && value !== "" && value.length !== 0;
  }

  /** What is wrong with the number typed, once the reader has stopped typing. */
  fault(item) {
    const draft = this.drafts.get(item.id);
    const isWrong = item.kind === "numeric" && !this.typing && draft && !isNumber(draft);
    return isWrong ? this.words["not-a-number"] : undefined;
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
    this.flushTyping();
    this.at = place;
    this.drawItem();
    this.refresh();
    if (focus) this.focusItem();
  }

  drawItem() {
    const { item, words } = this;
    const value = item.points === 1 ? words.point : fill(words.points, { points: item.points });
    const about = [words[item.kind], ...(this.quiz.is_practice ? [] : [value])].join(" · ");
    const legend = make("legend", { class: "cb-legend" }, [
      make("span", { class: "cb-about" }, [
        make("b", { text: fill(words.number, { number: this.at + 1 }) }),
        make("span", { text: about }),
      ]),
      make("span", { class: "cb-stem", text: item.stem.trim() }),
    ]);
    this.inputs = [];
    const answers = item.kind === "numeric" ? [this.drawNumber(item)] : item.options.map((o, n) => this.drawOption(item, o, n));
    this.feedback = make("div", { class: "cb-feedback", "aria-live": "polite" });
    this.body.replaceChildren(make("fieldset", { class: "cb-item" }, [legend, ...answers]), this.feedback);
  }

  drawOption(item, option, place) {
    const input = make("input", {
      type: item.kind === "multiple" ? "checkbox" : "radio",
      name: `${this.id}-${item.id}`,
      value: option.id,
      onchange: () => this.choose(),
    });
    this.inputs.push(input);
    return make("label", { class: "cb-option" }, [
      input,
      make("span", { class: "cb-key", "aria-hidden": "true", text: place < 9 ? place + 1 : "" }),
      make("span", { class: "cb-option-text", text: option.text.trim() }),
      make("span", { class: "cb-sign", "aria-hidden": "true" }),
    ]);
  }

  drawNumber(item) {
    const input = make("input", {
      class: "cb-number",
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      maxlength: 40,
      oninput: () => this.type(),
      onchange: () => this.flushTyping(),
    });
    this.inputs.push(input);
    return make("label", { class: "cb-number-row" }, [
      make("span", { text: this.words["your-number"] }),
      input,
      make("span", { class: "cb-unit", text: item.unit }),
    ]);
  }

  refresh() {
    this.refreshInputs();
    this.refreshFeedback();
    this.refreshProgress();
    this.refreshStatus();
    this.back.disabled = this.at === 0;
    this.onward.disabled = this.at === this.quiz.items.length - 1;
    this.refreshConfirm();
  }

  refreshInputs() {
    const value = this.shown(this.item);
    if (this.item.kind === "numeric") {
      const [input] = this.inputs;
      if (document.activeElement !== input || !this.typing) input.value = value ?? "";
      return;
    }
    const chosen = new Set(Array.isArray(value) ? value : [value]);
    const earned = this.earned(this.item);
    for (const input of this.inputs) {
      input.checked = chosen.has(input.value);
      const verdict = earned?.options[input.value]?.verdict ?? earned?.verdict;
      const row = input.parentElement;
      row.classList.toggle("cb-chosen", input.checked);
      row.dataset.verdict = input.checked && verdict ? verdict : "";
      row.lastElementChild.textContent = input.checked && verdict ? VERDICT_SIGNS[verdict] : "";
    }
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
    const perOption = this.inputs.flatMap((input, place) => this.drawOwn(earned.options[input.value], place));
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
    const value = this.drafts.get(this.item.id);
    this.confirmer.disabled = value === undefined || value === "" || value.length === 0;
    // Once an answer is explained, the way is on.
    const isExplained = this.earned(this.item) !== undefined;
    this.confirmer.hidden = isExplained;
    this.onward.classList.toggle("cb-main", !this.onward.disabled && (isExplained || !this.quiz.is_practice));
  }

  // What the reader does.

  press(event) {
    if (isForOthers(event) || (event.shiftKey && event.key === "Enter")) return;
    event.stopPropagation();
    const isTyping = event.target.matches("input[type=text]");
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
    return digit ? this.pick(digit - 1) : false;
  }

  go(step) {
    const place = this.at + step;
    if (place >= 0 && place < this.quiz.items.length) this.show(place);
    return true;
  }

  pick(place) {
    const input = this.inputs[place];
    if (!input || this.item.kind === "numeric") return false;
    input.checked = this.item.kind === "multiple" ? !input.checked : true;
    input.focus();
    this.choose();
    return true;
  }

  enter() {
    this.flushTyping();
    if (this.quiz.is_practice && !this.confirmer.disabled) this.confirm();
    else if (!this.fault(this.item)) this.go(1);
    return true;
  }

  choose() {
    const chosen = this.inputs.filter((input) => input.checked).map((input) => input.value);
    this.give(this.item.kind === "multiple" ? chosen : chosen[0]);
  }

  type() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.flushTyping(), TYPING_MS);
    this.drafts.set(this.item.id, this.inputs[0].value);
    this.refreshFeedback();
    this.refreshStatus();
    this.refreshConfirm();
  }

  flushTyping() {
    if (!this.typing) return;
    clearTimeout(this.typing);
    this.typing = undefined;
    const value = this.inputs[0].value.trim();
    if (value === "" || isNumber(value)) this.give(value);
    else this.refresh();
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
    this.flushTyping();
    if (this.fault(this.item) || this.confirmer.disabled) return;
    const value = this.drafts.get(this.item.id);
    this.drafts.delete(this.item.id);
    this.courier.send(this.item.id, value);
    this.refresh();
    this.focusItem();
  }

  again() {
    this.drafts.set(this.item.id, this.item.kind === "multiple" ? [] : "");
    this.refresh();
    this.focusItem();
  }

  focusItem() {
    const chosen = this.inputs.find((input) => input.checked);
    (chosen ?? this.inputs[0])?.focus({ preventScroll: true });
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

/** Whether Python will read `text` as a number; it has the last word. */
function isNumber(text) {
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text.normalize("NFKC").replace(/[, ]/g, ""));
}

export default {
  render({ model, el }) {
    const page = new QuizPage(model, el);
    page.open();
    return () => page.close();
  },
};
