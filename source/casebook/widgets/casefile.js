// A case file on the page: tabs, search and a highlighter. Only the marks are kept, by Python.

class CasePage {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.file = model.get("case");
    this.wording = new Wording(model.get("words"), model.get("language"), this.file.account.product);
    this.papers = new Papers(this.file, this.wording);
    this.id = `cf-${Math.random().toString(36).slice(2)}`;
    this.part = PARTS[0];
    this.hits = [];
    this.at = -1; // which hit is current
    this.undo = [];
  }

  open() {
    this.drawFrame();
    this.sheets = new Map(PARTS.map((part) => [part, new Sheet(part, this.panels.get(part))]));
    this.show(this.part);
    this.refreshMarks();
    const model = () => this.refreshMarks();
    const selection = () => this.refreshPen();
    this.model.on("change:marks", model);
    document.addEventListener("selectionchange", selection);
    this.undo.push(
      () => this.model.off("change:marks", model),
      () => document.removeEventListener("selectionchange", selection),
    );
  }

  close() {
    this.undo.forEach((undo) => undo());
    this.root.replaceChildren();
  }

  // Drawing.

  drawFrame() {
    const { wording } = this;
    this.said = make("p", { class: "cf-status", role: "status", "aria-live": "polite" });
    this.tabs = new Map(PARTS.map((part) => [part, this.drawTab(part)]));
    this.panels = new Map(PARTS.map((part) => [part, this.drawPanel(part)]));
    this.notes = make("details", { class: "cf-marks" });
    const label = { role: "tablist", "aria-label": wording.say("tabs"), class: "cf-tabs" };
    const card = make(
      "section",
      {
        class: "casebook cf-case",
        lang: wording.say("language"),
        "aria-label": wording.say("title", { id: this.file.id }),
        "data-lm-suppress-shortcuts": "true",
        onkeydown: (event) => this.press(event),
      },
      [
        this.drawHead(),
        this.drawTools(),
        make("div", label, [...this.tabs.values()]),
        ...this.panels.values(),
        this.notes,
        make("footer", { class: "cf-foot" }, [make("p", { class: "cf-keys", text: wording.say("keys") }), this.said]),
      ],
    );
    this.root.replaceChildren(card);
  }

  drawHead() {
    const { wording, file } = this;
    return make("header", { class: "cb-head cf-head" }, [
      make("h3", { class: "cb-title" }, [
        make("span", { text: wording.say("title", { id: file.id }) }),
        make("span", { class: "cf-client", text: file.debtor.name }),
      ]),
      make("p", { class: "cf-about", text: wording.say("as-of", { date: file.as_of }) }),
    ]);
  }

  drawTools() {
    const { wording } = this;
    this.box = make("input", {
      class: "cf-search",
      type: "search",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": wording.say("search"),
      placeholder: `${wording.say("search")}: ${wording.say("search-hint")}`.replace(": ", wording.isChinese ? "：" : ": "),
      // While Chinese is being composed, what stands in the box is not yet a word.
      oninput: (event) => event.isComposing || this.search(),
      oncompositionend: () => this.search(),
    });
    this.count = make("span", { class: "cf-hit-count" });
    this.arrows = [-1, 1].map((step) => {
      const name = wording.say(step < 0 ? "previous-hit" : "next-hit");
      return this.tool(step < 0 ? "↑" : "↓", () => this.go(step), { "aria-label": name, title: name });
    });
    this.pen = this.tool("", () => this.mark(), { class: "cb-button cf-tool cf-pen", title: wording.say("how-to-mark") });
    // A click on the button must not take away the selection that it is to mark.
    this.pen.addEventListener("mousedown", (event) => event.preventDefault());
    const searching = make("div", { class: "cf-searching", role: "search" }, [this.box, this.count, ...this.arrows]);
    return make("div", { class: "cf-tools" }, [searching, this.pen]);
  }

  tool(text, act, attributes = {}) {
    return make("button", { class: "cb-button cf-tool", type: "button", text, onclick: act, ...attributes });
  }

  drawTab(part) {
    const isMissing = this.papers.isMissing(part);
    const missing = isMissing ? [make("span", { class: "cf-none", text: this.wording.say("missing-tab") })] : [];
    const about = { role: "tab", type: "button", id: `${this.id}-tab-${part}`, "aria-controls": `${this.id}-${part}` };
    return make("button", { class: "cf-tab", ...about, onclick: () => this.show(part, { focus: true }) }, [
      make("span", { text: this.papers.named(part) }),
      ...missing,
      make("span", { class: "cf-count" }),
    ]);
  }

  drawPanel(part) {
    const about = { role: "tabpanel", tabindex: 0, id: `${this.id}-${part}`, "aria-labelledby": `${this.id}-tab-${part}` };
    const title = make("h4", { class: "cf-print-title", "data-unsearched": true, text: this.papers.named(part) });
    return make("div", { class: "cf-panel", ...about }, [title, ...this.papers.draw(part)]);
  }

  show(part, { focus = false } = {}) {
    this.part = part;
    for (const [name, tab] of this.tabs) {
      const isShown = name === part;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      this.panels.get(name).hidden = !isShown;
    }
    if (focus) this.tabs.get(part).focus({ preventScroll: true });
    this.refreshPen();
  }

  // Keys.

  press(event) {
    if (isForOthers(event)) return;
    const isTyping = event.target === this.box;
    // Shift+Enter runs the cell, but in the search box it goes back.
    if (event.key === "Enter" && event.shiftKey && !isTyping) return;
    event.stopPropagation();
    if (isTyping ? this.pressInBox(event) : this.pressElsewhere(event)) event.preventDefault();
  }

  pressInBox(event) {
    if (event.key === "Enter") return this.go(event.shiftKey ? -1 : 1);
    if (event.key !== "Escape") return false;
    this.box.value = "";
    return this.search();
  }

  pressElsewhere(event) {
    if (event.target.getAttribute("role") === "tab" && this.pressOnTab(event)) return true;
    if (event.code === "KeyM" || event.key === "m") return this.mark();
    if (event.key !== "/") return false;
    this.box.select();
    return true;
  }

  pressOnTab(event) {
    const here = PARTS.indexOf(this.part);
    const last = PARTS.length - 1;
    const places = { ArrowRight: here === last ? 0 : here + 1, ArrowLeft: here === 0 ? last : here - 1, Home: 0, End: last };
    if (!(event.key in places)) return false;
    this.show(PARTS[places[event.key]], { focus: true });
    return true;
  }

  // Searching.

  search() {
    this.hits = PARTS.flatMap((part) => this.sheets.get(part).find(this.box.value));
    this.at = this.hits.findIndex((hit) => hit.part === this.part);
    this.refreshHits();
    if (this.at >= 0) this.bringIntoView(this.hits[this.at]);
    return true;
  }

  /** Go to the next hit or the one before, over all parts and round again. */
  go(step) {
    const all = this.hits.length;
    if (all === 0) return true;
    this.at = this.at < 0 ? this.nearest(step) : (this.at + step + all) % all;
    const hit = this.hits[this.at];
    this.show(hit.part);
    this.refreshHits();
    this.bringIntoView(hit);
    this.say("hit-said", { at: this.at + 1, all, tab: this.papers.named(hit.part) });
    return true;
  }

  nearest(step) {
    const here = PARTS.indexOf(this.part);
    const places = this.hits.map((hit) => PARTS.indexOf(hit.part));
    const found = step > 0 ? places.findIndex((place) => place > here) : places.findLastIndex((place) => place < here);
    return found >= 0 ? found : step > 0 ? 0 : places.length - 1;
  }

  refreshHits() {
    const all = this.hits.length;
    const isAsked = this.box.value.trim() !== "";
    const counted = all === 0 ? this.wording.say("no-hit") : this.wording.say("hit", { at: this.at < 0 ? "–" : this.at + 1, all });
    this.count.textContent = isAsked ? counted : "";
    this.arrows.forEach((arrow) => (arrow.disabled = all === 0));
    for (const [part, tab] of this.tabs) {
      const count = this.hits.filter((hit) => hit.part === part).length;
      tab.lastElementChild.textContent = count || "";
      tab.lastElementChild.title = count ? this.wording.say("hits-in-tab", { count }) : "";
    }
    this.paint();
    this.refreshPen();
  }

  paint() {
    for (const [part, sheet] of this.sheets) {
      const hits = this.hits.map((hit, place) => ({ ...hit, kind: place === this.at ? "here" : "hit" }));
      const marks = this.marks.filter((mark) => mark.tab === part).map((mark) => ({ ...mark, kind: "marked" }));
      sheet.paint([...marks, ...hits.filter((hit) => hit.part === part)]);
    }
  }

  bringIntoView({ part, start }) {
    const panel = this.panels.get(part);
    const target = this.sheets.get(part).elementAt(start);
    const [inner, outer] = [target.getBoundingClientRect(), panel.getBoundingClientRect()];
    if (inner.top < outer.top + 40 || inner.bottom > outer.bottom - 10) {
      panel.scrollTop += inner.top - outer.top - outer.height / 3;
    }
    target.scrollIntoView({ block: "nearest" });
  }

  // The highlighter.

  get marks() {
    return this.model.get("marks");
  }

  /** What the highlighter would act on: the selection here, else the current hit. */
  chosen() {
    const selection = document.getSelection();
    const panel = this.panels.get(this.part);
    const range = selection?.rangeCount ? selection.getRangeAt(0) : undefined;
    const place = range?.intersectsNode(panel) ? this.sheets.get(this.part).placeOf(range) : undefined;
    if (place && (place.end > place.start || this.holder({ tab: this.part, ...place }))) return { tab: this.part, ...place };
    const hit = this.hits[this.at];
    return hit?.part === this.part ? { tab: hit.part, start: hit.start, end: hit.end } : undefined;
  }

  holder({ tab, start, end }) {
    return this.marks.find((one) => one.tab === tab && one.start <= start && one.end >= end);
  }

  mark() {
    const chosen = this.chosen();
    if (!chosen) return this.say("nothing-selected");
    const holder = this.holder(chosen);
    if (!holder && this.marks.length >= 500) return this.say("too-many");
    this.keep(toggled(this.marks, chosen));
    document.getSelection()?.removeAllRanges();
    return this.say(holder ? "unmarked" : "marked", { text: this.sheets.get(this.part).quote(holder ?? chosen) });
  }

  keep(marks) {
    const order = (one) => PARTS.indexOf(one.tab) * 1e7 + one.start;
    this.model.set("marks", [...marks].sort((a, b) => order(a) - order(b)));
    this.model.save_changes();
    this.refreshMarks();
  }

  refreshMarks() {
    this.paint();
    this.refreshPen();
    const { wording, marks } = this;
    const isOpen = this.notes.open;
    this.notes.hidden = marks.length === 0;
    this.notes.replaceChildren(
      make("summary", { text: wording.say("marks", { count: marks.length }) }),
      make("ul", {}, marks.map((mark) => this.drawNote(mark))),
      make("div", { class: "cf-marks-foot" }, [
        make("p", { text: wording.say("marks-note") }),
        this.tool(wording.say("clear-marks"), () => this.keep([])),
      ]),
    );
    this.notes.open = isOpen;
  }

  drawNote(mark) {
    const act = () => {
      this.show(mark.tab);
      this.bringIntoView({ part: mark.tab, start: mark.start });
    };
    return make("li", {}, [
      make("button", { type: "button", class: "cf-note", onclick: act }, [
        make("span", { class: "cf-note-part", text: this.papers.named(mark.tab) }),
        make("span", { class: "cf-note-text", text: this.sheets.get(mark.tab).quote(mark) }),
      ]),
    ]);
  }

  refreshPen() {
    if (!this.sheets) return;
    const chosen = this.chosen();
    const name = this.wording.say(chosen && this.holder(chosen) ? "unmark" : "mark");
    if (this.pen.textContent !== name) this.pen.textContent = name;
    this.pen.toggleAttribute("data-ready", Boolean(chosen));
  }

  say(sentence, values) {
    this.said.textContent = this.wording.say(sentence, values);
    return true;
  }
}

export default {
  render({ model, el }) {
    const page = new CasePage(model, el);
    page.open();
    return () => page.close();
  },
};
