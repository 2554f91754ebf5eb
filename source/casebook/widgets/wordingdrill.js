// A place to write, who says it and how, and a button that has it checked.

/** How long a check may take before the kernel is asked after. */
const PATIENCE_MS = 8000;

class DrillPage {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.words = model.get("words");
    this.hear = (reply) => this.take(reply);
    this.adopt = () => this.fill();
  }

  open() {
    this.draw();
    this.fill();
    this.model.on("msg:custom", this.hear);
    for (const name of ["text", "speaker", "channel"]) this.model.on(`change:${name}`, this.adopt);
  }

  close() {
    clearTimeout(this.waiting);
    this.model.off("msg:custom", this.hear);
    for (const name of ["text", "speaker", "channel"]) this.model.off(`change:${name}`, this.adopt);
    this.root.replaceChildren();
  }

  draw() {
    const { model, words } = this;
    const id = `wd-${Math.random().toString(36).slice(2)}`;
    this.area = make("textarea", {
      class: "wd-area",
      id,
      rows: 5,
      maxlength: model.get("longest"),
      spellcheck: "false",
      "aria-describedby": `${id}-keys`,
      onkeydown: (event) => this.press(event),
    });
    this.speaker = this.choice("speaker");
    this.channel = this.choice("channel");
    this.status = make("p", { class: "wd-status", role: "status", "aria-live": "polite" });
    const labelled = (name, select) => make("label", { class: "wd-choice" }, [make("span", { text: words[name] }), select]);
    const card = make(
      "section",
      {
        class: "casebook wd-drill",
        lang: model.get("language") === "zh" ? "zh-Hans" : "en",
        "aria-label": words.drill,
        "data-lm-suppress-shortcuts": "true",
        onkeydown: (event) => isForOthers(event) || (event.shiftKey && event.key === "Enter") || event.stopPropagation(),
      },
      [
        make("p", { class: "cb-title", text: words.drill }),
        make("div", { class: "wd-choices" }, [labelled("speaker", this.speaker), labelled("channel", this.channel)]),
        make("label", { class: "wd-label", for: id, text: words.text }),
        this.area,
        make("div", { class: "wd-foot" }, [
          button(words.check, () => this.check(), "cb-main"),
          make("span", { class: "cb-keys", id: `${id}-keys`, text: `${words.keys} · ${words["not-kept"]}` }),
        ]),
        this.status,
      ],
    );
    this.root.replaceChildren(card);
  }

  /** A list to choose from, with JupyterLab's own keys kept off it. */
  choice(name) {
    const options = this.model.get("choices")[name].map((value) => make("option", { value, text: this.words[`${name} ${value}`] }));
    return make("select", { "data-lm-suppress-shortcuts": "true" }, options);
  }

  fill() {
    if (this.area.value !== this.model.get("text")) this.area.value = this.model.get("text");
    this.speaker.value = this.model.get("speaker");
    this.channel.value = this.model.get("channel");
  }

  press(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault(); // JupyterLab would run the cell and put a new box in this one's place.
    event.stopPropagation();
    this.check();
  }

  check() {
    this.request = Math.random().toString(36).slice(2);
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.say(this.words.offline), PATIENCE_MS);
    this.model.send({ text: this.area.value, speaker: this.speaker.value, channel: this.channel.value, request: this.request });
  }

  take(reply) {
    if (!reply || reply.request !== this.request) return;
    clearTimeout(this.waiting);
    this.say(reply.told);
  }

  /** Emptied first, so that the same words are heard again. */
  say(text) {
    this.status.textContent = "";
    requestAnimationFrame(() => (this.status.textContent = text));
  }
}

export default {
  render({ model, el }) {
    const page = new DrillPage(model, el);
    page.open();
    return () => page.close();
  },
};
