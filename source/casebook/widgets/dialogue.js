// A talk: what was said so far, what can be said now. Python holds everything else.

class TalkPage {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.talk = model.get("talk");
    this.words = model.get("words");
    this.courier = new Courier(model, {
      shelf: this.talk.draft,
      words: this.words,
      known: () => this.view.said.length,
      changed: (reply) => this.changed(reply),
    });
    this.redraw = () => this.refresh({ focus: this.card.contains(document.activeElement) });
  }

  get view() {
    return this.model.get("view");
  }

  open() {
    this.drawFrame();
    this.refresh({ focus: false });
    this.model.on("change:view", this.redraw);
    this.courier.sendUnsaved();
  }

  close() {
    this.model.off("change:view", this.redraw);
    this.courier.close();
    this.root.replaceChildren();
  }

  // Drawing.

  drawFrame() {
    const { talk, words } = this;
    this.scene = this.drawScene();
    this.mood = make("p", { class: "ct-mood", role: "status" });
    this.log = new TalkLog(talk, words, (number) => this.rewind(number));
    this.choices = make("div", { class: "ct-choices", role: "group", "aria-label": words.choose, tabindex: -1 });
    this.status = make("div", { class: "cb-status", role: "status", "aria-live": "polite" });
    this.debrief = make("div", { class: "ct-debrief" });
    this.back = button(words.back, () => this.rewind(this.view.said.length - 1), "cb-quiet");
    this.restart = button(words.again, () => this.rewind(0), "cb-quiet");
    const buttons = talk.is_practice ? [make("div", { class: "cb-buttons" }, [this.back, this.restart])] : [];
    this.hint = make("p", { class: "cb-keys", text: talk.is_practice ? words["keys-practice"] : words["keys-exam"] });
    this.card = make(
      "section",
      {
        class: "casebook ct-talk",
        lang: talk.language === "zh" ? "zh-Hans" : "en",
        "aria-label": talk.title,
        "data-lm-suppress-shortcuts": "true",
        onkeydown: (event) => this.press(event),
      },
      [
        make("header", { class: "cb-head" }, [
          make("h3", { class: "cb-title", text: talk.title }),
          this.mood,
        ]),
        ...talk.notes.map((note) => make("p", { class: "cb-note", text: note })),
        this.scene,
        this.log.element,
        this.choices,
        this.status,
        this.debrief,
        make("footer", { class: "cb-foot" }, [...buttons, this.hint]),
      ],
    );
    this.root.replaceChildren(this.card);
  }

  drawScene() {
    const paragraphs = this.talk.scene.trim().split("\n").map((text) => make("p", { text }));
    const who = make("p", {}, [make("b", { text: this.talk.client }), ` · ${this.talk.about.trim()}`]);
    return make("details", { class: "ct-scene" }, [make("summary", { text: this.words.scene }), who, ...paragraphs]);
  }

  refresh({ focus = true } = {}) {
    const { view } = this;
    // Open while nothing is said yet; folded by the first reply, and the reader's own from then on.
    if (this.begun !== view.said.length > 0) {
      this.begun = view.said.length > 0;
      this.scene.open = !this.begun;
    }
    this.refreshMood(view.mood);
    this.log.show(view);
    this.refreshChoices(view);
    this.refreshStatus(view);
    this.debrief.replaceChildren(...(view.debrief ? drawDebrief(view.debrief, this.words) : []));
    this.back.disabled = this.restart.disabled = view.said.length === 0;
    this.hint.hidden = view.has_ended;
    if (focus) this.focusChoices();
  }

  refreshMood(mood) {
    this.mood.hidden = !mood || this.view.has_ended;
    if (mood && this.mood.dataset.text !== mood.text) {
      this.mood.dataset.text = mood.text;
      this.mood.replaceChildren(
        drawFace(mood.level / (mood.levels - 1)),
        make("span", {}, [make("span", { class: "ct-sounds", text: this.words.mood }), make("span", { text: mood.text })]),
      );
    }
  }

  refreshChoices(view) {
    this.choices.hidden = view.has_ended;
    const prompt = make("p", { class: "ct-prompt", text: `${fill(this.words.step, { number: view.said.length + 1 })} · ${this.words.choose}` });
    this.buttons = view.options.map((option, place) =>
      make("button", { class: "ct-choice", type: "button", "aria-keyshortcuts": place + 1, onclick: () => this.say(option.id) }, [
        make("span", { class: "cb-key", "aria-hidden": "true", text: place + 1 }),
        make("span", { text: option.text.trim() }),
      ]),
    );
    this.choices.replaceChildren(prompt, ...this.buttons);
  }

  refreshStatus(view) {
    const { words } = this;
    const sent = this.courier.value("talk")?.reply;
    view.options.forEach(({ id }, place) => this.buttons[place]?.classList.toggle("ct-sent", id === sent));
    const trouble = this.courier.trouble();
    if (trouble) return tell(this.status, "trouble", trouble, button(words.retry, () => this.courier.retry(), "cb-quiet"));
    if (this.courier.isBusy) return tell(this.status, "saving", words.saving);
    if (this.said) return tell(this.status, "trouble", this.said);
    if (this.talk.is_practice || view.said.length === 0) return tell(this.status, "none", "");
    if (!this.talk.is_recording) return tell(this.status, "saved", words["not-kept"]);
    return tell(this.status, "saved", view.has_ended ? words["exam-over"] : words.saved);
  }

  // What the reader does.

  press(event) {
    if (isForOthers(event)) return;
    event.stopPropagation();
    if (event.repeat) return; // A key held down says one reply, not one after the other.
    const digit = digitOf(event);
    const isBack = event.code === "KeyB" || event.key === "b";
    if (digit && this.pick(digit - 1)) event.preventDefault();
    else if (isBack && this.talk.is_practice && !this.back.disabled) {
      event.preventDefault();
      this.rewind(this.view.said.length - 1);
    }
  }

  /** In practice a digit says the reply; in an exam it selects it, and Enter says it. */
  pick(place) {
    const chosen = this.choices.hidden ? undefined : this.buttons[place];
    if (!chosen) return false;
    if (this.talk.is_practice) chosen.click();
    else chosen.focus();
    return true;
  }

  /** Whether Python has yet to take what was sent; it has once the talk went on, before it says so. */
  get isWaiting() {
    const sent = this.courier.value("talk");
    return sent ? sent.at === this.view.said.length : this.courier.isBusy;
  }

  say(reply) {
    if (this.isWaiting) return;
    this.said = undefined;
    this.courier.send("talk", { at: this.view.said.length, reply });
    this.refreshStatus(this.view);
  }

  rewind(to) {
    if (this.isWaiting) return;
    this.said = undefined;
    this.courier.send("rewind", to);
  }

  /** After a reply of Python's; what it says of a talk that moved on elsewhere stays to be read. */
  changed(reply) {
    if (reply?.drop && reply.why) this.said = reply.why;
    this.refreshStatus(this.view);
  }

  focusChoices() {
    // Talking again begins where a talk begins, at its top.
    if (this.view.said.length === 0) this.card.scrollIntoView({ block: "start" });
    if (!this.view.has_ended) this.choices.focus({ preventScroll: true });
    else (this.debrief.querySelector("h4") ?? this.log.element).focus({ preventScroll: true });
  }
}

export default {
  render({ model, el }) {
    const page = new TalkPage(model, el);
    page.open();
    return () => page.close();
  },
};
