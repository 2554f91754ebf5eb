// A writing task: a place to write, saved whenever the writer pauses.

/** How long a writer may pause before what stands there is saved. */
const WRITING_MS = 900;

class ScriptPage {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.task = model.get("task");
    this.words = model.get("words");
    this.courier = new Courier(model, {
      shelf: this.task.draft,
      words: this.words,
      known: () => model.get("text"),
      changed: () => this.refresh(),
    });
    this.takeText = () => this.take();
    this.redraw = () => this.refresh();
    this.leave = () => this.flush();
  }

  open() {
    this.draw();
    this.model.on("change:text", this.takeText);
    this.model.on("change:count", this.redraw);
    addEventListener("pagehide", this.leave);
    this.courier.sendUnsaved();
    if (this.courier.has("text")) this.area.value = this.courier.value("text");
    this.refresh();
  }

  close() {
    this.flush();
    removeEventListener("pagehide", this.leave);
    this.model.off("change:text", this.takeText);
    this.model.off("change:count", this.redraw);
    this.courier.close();
    this.root.replaceChildren();
  }

  draw() {
    const { task, words } = this;
    const name = `cs-${Math.random().toString(36).slice(2)}`;
    this.area = make("textarea", {
      class: "cs-area",
      id: name,
      rows: 9,
      maxlength: task.longest,
      spellcheck: "false",
      "aria-describedby": `${name}-length`,
      oninput: () => this.type(),
      oncompositionstart: () => (this.isComposing = true),
      oncompositionend: () => this.compose(),
      onchange: () => this.flush(),
    });
    this.area.value = this.model.get("text");
    this.length = make("p", { class: "cs-length", id: `${name}-length` });
    this.status = make("div", { class: "cb-status", role: "status", "aria-live": "polite" });
    const rubric = task.rubric.map(({ title, levels }) =>
      make("li", {}, [make("b", { text: title }), make("ul", {}, levels.map((text) => make("li", { text })))]),
    );
    const card = make(
      "section",
      {
        class: "casebook cs-script",
        lang: task.language === "zh" ? "zh-Hans" : "en",
        "aria-label": task.title,
        "data-lm-suppress-shortcuts": "true",
        onkeydown: (event) => isForOthers(event) || (event.shiftKey && event.key === "Enter") || event.stopPropagation(),
      },
      [
        make("h3", { class: "cb-title", text: task.title }),
        ...task.notes.map((note) => make("p", { class: "cb-note", text: note })),
        make("p", { class: "cs-prompt", text: task.prompt.trim() }),
        make("details", { class: "cs-rubric" }, [make("summary", { text: words.rubric }), make("ul", {}, rubric)]),
        make("label", { class: "cs-label", for: name, text: words.label }),
        this.area,
        make("div", { class: "cs-foot" }, [this.length, this.status]),
      ],
    );
    this.root.replaceChildren(card);
  }

  type() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.flush(), WRITING_MS);
    this.refresh();
  }

  /** A word has come out of an input method: it counts as typed now. */
  compose() {
    this.isComposing = false;
    this.type();
  }

  flush() {
    if (!this.typing || this.isComposing) return; // Letters on their way to a character are no text.
    clearTimeout(this.typing);
    this.typing = undefined;
    if (this.area.value !== this.model.get("text") || this.courier.has("text")) this.courier.send("text", this.area.value);
    this.refresh();
  }

  /** Take over what another view of this task wrote, unless something is being written here. */
  take() {
    if (!this.typing && !this.courier.isBusy && document.activeElement !== this.area) this.area.value = this.model.get("text");
    this.refresh();
  }

  refresh() {
    const { task, words } = this;
    const count = this.model.get("count");
    const off = count < task.least ? fill(words["too-short"], { count: task.least - count }) : count > task.most ? fill(words["too-long"], { count: count - task.most }) : words["in-range"];
    this.length.textContent = `${fill(words.count, { count, least: task.least, most: task.most })} · ${off}`;
    this.length.dataset.state = count >= task.least && count <= task.most ? "in" : "out";
    const trouble = this.courier.trouble("text");
    if (trouble) tell(this.status, "trouble", trouble, button(words.retry, () => this.courier.retry(), "cb-quiet"));
    else if (this.courier.isBusy) tell(this.status, "saving", words.saving);
    else if (this.typing) tell(this.status, "saving", words.typing);
    else if (!this.model.get("text").trim()) tell(this.status, "saving", words.empty);
    else tell(this.status, "saved", task.is_recording ? words.kept : words["not-kept"]);
  }
}

export default {
  render({ model, el }) {
    const page = new ScriptPage(model, el);
    page.open();
    return () => page.close();
  },
};
