// The timed screening: file after file is marked, the clock runs only while a file is in sight.

const MARK_KEYS = [..."123456789ABC"];
const NOTHING_KEY = "0";
const STAND_SIGNS = { hit: "✓", missed: "○", stray: "✗" };

class ScreeningPage {
  constructor(model, root) {
    this.model = model;
    this.root = root;
    this.page = model.get("page");
    this.words = model.get("words");
    this.wording = new Wording(this.words, this.page.language);
    this.id = `sc-${Math.random().toString(36).slice(2)}`;
    this.drafts = new Map(); // ticked here, not yet handed over
    this.before = model.get("seconds"); // before the clock was last started
    this.since = undefined; // when it was
    this.definesFlags = false;
    this.undo = [];
    this.courier = new Courier(model, {
      shelf: this.page.draft,
      words: this.words,
      known: (item) => this.known(item),
      changed: () => this.refresh(),
    });
  }

  open() {
    this.drawFrame();
    this.listen(this.model, "change:result", () => this.rest());
    this.listen(this.model, "change:answers", () => this.refresh());
    const leave = () => document.visibilityState === "hidden" && this.pause({ focus: false });
    document.addEventListener("visibilitychange", leave);
    const ticking = setInterval(() => this.tick(), 1000);
    this.undo.push(
      () => document.removeEventListener("visibilitychange", leave),
      () => clearInterval(ticking),
    );
    this.at = Math.max(0, this.firstOpen());
    this.courier.sendUnsaved();
    // Seconds that never reached Python were still used.
    this.before = Math.max(this.before, this.courier.value("time") ?? 0);
    this.rest({ focus: false });
  }

  listen(source, event, act) {
    source.on(event, act);
    this.undo.push(() => source.off(event, act));
  }

  close() {
    this.stopClock();
    this.undo.forEach((undo) => undo());
    this.courier.close();
    this.root.replaceChildren();
  }

  // What is known.

  known(item) {
    if (item === "time") return this.model.get("seconds");
    if (item === "round") return this.model.get("round");
    if (item === "done") return this.isDone;
    return this.model.get("answers")[item];
  }

  get isDone() {
    return Object.keys(this.model.get("result")).length > 0;
  }

  get file() {
    return this.page.files[this.at];
  }

  given(file) {
    return this.courier.value(file.id) ?? this.model.get("answers")[file.id];
  }

  shown(file) {
    return this.drafts.get(file.id) ?? this.given(file) ?? [];
  }

  get done() {
    return this.page.files.filter((file) => this.given(file)).length;
  }

  firstOpen() {
    const order = [...this.page.files.keys()].map((place) => (place + (this.at ?? 0)) % this.page.files.length);
    return order.find((place) => !this.given(this.page.files[place])) ?? -1;
  }

  // The clock.

  get seconds() {
    return this.before + (this.since === undefined ? 0 : Math.floor((performance.now() - this.since) / 1000));
  }

  startClock() {
    this.since ??= performance.now();
  }

  stopClock() {
    if (this.since === undefined) return;
    this.before = this.seconds;
    this.since = undefined;
    this.courier.send("time", this.before);
  }

  tick() {
    if (this.since !== undefined) this.clock.textContent = clockTime(this.seconds);
  }

  spoken(seconds) {
    return this.wording.say("minutes", { minutes: Math.floor(seconds / 60), seconds: Math.floor(seconds % 60) });
  }

  // Drawing.

  drawFrame() {
    const { wording, page } = this;
    this.clock = make("span", { class: "sc-clock", role: "timer", "aria-live": "off", "aria-label": wording.say("time") });
    this.pauser = this.button(wording.say("pause"), () => this.pause(), "cb-quiet sc-pause");
    this.dots = page.files.map((_, place) => make("button", { class: "cb-dot", type: "button", onclick: () => this.show(place) }));
    this.dotRow = make("ol", { class: "cb-dots" }, this.dots.map((dot) => make("li", {}, [dot])));
    this.body = make("div", { class: "sc-body" });
    this.status = make("div", { class: "cb-status", role: "status", "aria-live": "polite", "data-state": "none" });
    this.keys = make("p", { class: "cb-keys", text: wording.say("keys") });
    const about = make("p", { class: "cb-progress sc-progress" }, [this.clock, this.pauser]);
    const head = make("header", { class: "cb-head sc-head" }, [make("h3", { class: "cb-title", text: page.title }), this.dotRow, about]);
    this.section = make(
      "section",
      {
        class: "casebook sc-screening",
        lang: wording.say("language"),
        "aria-label": page.title,
        "data-lm-suppress-shortcuts": "true",
        onkeydown: (event) => this.press(event),
      },
      [head, ...page.notes.map((note) => make("p", { class: "cb-note", text: note })), this.body, this.status, this.keys],
    );
    this.root.replaceChildren(this.section);
  }

  button(text, act, kind) {
    return make("button", { class: `cb-button ${kind}`, type: "button", text, onclick: act });
  }

  /** Stand still: before the start, in a pause, or at the end. */
  rest({ focus = true } = {}) {
    this.stage = this.isDone ? "result" : "rest";
    if (this.isDone) this.drafts.clear();
    else if (this.since === undefined) this.before = Math.max(this.courier.value("time") ?? 0, this.model.get("seconds"));
    this.body.replaceChildren(...(this.isDone ? this.drawResult() : [this.drawRest()]));
    this.refresh();
    if (focus) this.focusBody();
  }

  drawRest() {
    const { wording, done } = this;
    const count = this.page.files.length;
    const isBegun = done > 0 || this.seconds > 0;
    const soFar = wording.say("so-far", { done, count, time: this.spoken(this.seconds) });
    const texts = isBegun
      ? [`${wording.say("paused")}${wording.isChinese ? "" : " "}${soFar}`, wording.say("intro-time")]
      : ["intro", "intro-time", "intro-aim"].map((text) => wording.say(text, { count }));
    return make("div", { class: "sc-rest", tabindex: -1 }, [
      ...texts.map((text) => make("p", { text })),
      make("details", { class: "sc-rest-definitions" }, [make("summary", { text: wording.say("definitions") }), this.drawDefinitions()]),
      this.button(wording.say(isBegun ? "continue" : "start"), () => this.begin(), "cb-main"),
    ]);
  }

  drawDefinitions() {
    const terms = this.page.flags.flatMap((flag, place) => [
      make("div", {}, [
        make("dt", {}, [make("span", { class: "cb-key", text: MARK_KEYS[place] }), flag.name]),
        make("dd", { text: flag.definition.trim() }),
      ]),
    ]);
    return make("dl", { class: "sc-definitions", "aria-label": this.wording.say("definitions") }, terms);
  }

  begin() {
    this.startClock();
    this.show(Math.max(0, this.firstOpen()));
  }

  show(place) {
    if (this.isDone) return;
    this.startClock();
    this.stage = "file";
    this.at = place;
    this.body.replaceChildren(this.drawFile());
    this.refresh();
    this.focusBody();
  }

  drawFile() {
    const { wording, file } = this;
    const papers = new SmallPapers(file, wording);
    const head = make("div", { class: "sc-file-head", tabindex: -1 }, [
      make("b", { text: `${wording.say("progress", { at: this.at + 1, count: this.page.files.length })} · ${file.debtor.name}` }),
      make("span", { text: wording.say("review-date", { date: file.as_of }) }),
    ]);
    this.definitions = this.drawDefinitions();
    this.definitions.hidden = !this.definesFlags;
    return make("div", { class: "sc-desk" }, [
      make("div", { class: "sc-sheet" }, [head, this.definitions, papers.page()]),
      this.drawMarks(),
    ]);
  }

  drawMarks() {
    const { wording, page } = this;
    const marks = [...page.flags.map((flag, place) => [flag.id, flag.name, MARK_KEYS[place], flag.definition]), [page.nothing, page.none, NOTHING_KEY, ""]];
    this.inputs = marks.map(([id]) => make("input", { type: "checkbox", value: id, name: `${this.id}-${this.file.id}`, onchange: () => this.choose(id) }));
    const rows = marks.map(([id, name, key, about], place) =>
      make("label", { class: "sc-mark", title: about, "data-id": id }, [
        this.inputs[place],
        make("span", { class: "cb-key", "aria-hidden": "true", text: key }),
        make("span", { text: name }),
      ]),
    );
    this.onward = this.button("", () => this.hand(), "cb-main");
    this.definer = this.button(wording.say("definitions"), () => this.define(), "cb-quiet sc-small");
    this.definer.setAttribute("aria-expanded", String(this.definesFlags));
    return make("div", { class: "sc-panel" }, [
      make("fieldset", { class: "sc-marks" }, [make("legend", { text: wording.say("question") }), ...rows]),
      this.onward,
      this.definer,
    ]);
  }

  refresh() {
    const { wording, stage } = this;
    this.clock.textContent = clockTime(this.seconds);
    this.clock.hidden = this.pauser.hidden = this.keys.hidden = stage !== "file";
    this.dotRow.hidden = stage === "result";
    this.page.files.forEach((file, place) => {
      const state = this.given(file) ? "answered" : "unanswered";
      const dot = this.dots[place];
      dot.dataset.state = this.courier.trouble(file.id) ? "trouble" : state;
      dot.textContent = place + 1;
      dot.setAttribute("aria-label", wording.say("dot", { at: place + 1, state: wording.say(state) }));
      dot.toggleAttribute("aria-current", false);
      if (stage === "file" && place === this.at) dot.setAttribute("aria-current", "step");
    });
    if (stage === "file") this.refreshMarks();
    this.refreshStatus();
  }

  refreshMarks() {
    const chosen = new Set(this.shown(this.file));
    for (const input of this.inputs) {
      input.checked = chosen.has(input.value);
      input.parentElement.classList.toggle("cb-chosen", input.checked);
    }
    const isLast = this.page.files.every((file) => file === this.file || this.given(file));
    this.onward.textContent = this.wording.say(isLast ? "finish" : "next");
  }

  refreshStatus() {
    const trouble = this.courier.trouble();
    if (trouble) return this.say("trouble", trouble, true);
    if (this.status.dataset.state === "trouble") return this.say("none", "");
    return undefined;
  }

  say(state, text, canRetry = false) {
    if (this.status.dataset.state === state && this.status.dataset.text === text) return true;
    this.status.dataset.state = state;
    this.status.dataset.text = text;
    const sign = state === "trouble" ? [make("span", { class: "cb-status-sign", "aria-hidden": "true", text: "!" })] : [];
    const retry = canRetry ? [this.button(this.wording.say("retry"), () => this.courier.retry(), "cb-quiet")] : [];
    this.status.replaceChildren(...sign, make("span", { text }), ...retry);
    return true;
  }

  focusBody() {
    const target = this.body.querySelector("[tabindex='-1']");
    target?.focus({ preventScroll: true });
    const { top } = this.section.getBoundingClientRect();
    if (top < 0 || top > 200) this.section.scrollIntoView({ block: "start" });
  }

  // What the reader does.

  press(event) {
    if (isForOthers(event) || (event.shiftKey && event.key === "Enter")) return;
    event.stopPropagation();
    if (this.stage === "file" && this.act(event)) event.preventDefault();
  }

  act(event) {
    if (event.key === "Enter") return event.target.matches("button, summary") ? false : this.hand();
    const key = (/^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? /^Key([A-Z])$/.exec(event.code)?.[1] ?? event.key).toUpperCase();
    if (key === "P") return this.pause();
    if (key === "T") return this.say(`time-${this.seconds}`, this.wording.say("time-said", { time: this.spoken(this.seconds) }));
    if (key === "D") return this.define();
    const place = key === NOTHING_KEY ? this.inputs.length - 1 : MARK_KEYS.indexOf(key);
    return place < 0 || event.shiftKey ? false : this.pick(place);
  }

  pick(place) {
    const input = this.inputs[place];
    input.checked = !input.checked;
    input.focus({ preventScroll: true });
    this.choose(input.value);
    return true;
  }

  /** A flag and "nothing to ask" cannot both be so. */
  choose(id) {
    const { nothing } = this.page;
    const ticked = this.inputs.filter((input) => input.checked).map((input) => input.value);
    const isNothing = id === nothing && ticked.includes(nothing);
    this.drafts.set(this.file.id, isNothing ? [nothing] : ticked.filter((one) => one !== nothing));
    this.say("none", "");
    this.refresh();
  }

  define() {
    this.definesFlags = !this.definesFlags;
    this.definitions.hidden = !this.definesFlags;
    this.definer.setAttribute("aria-expanded", String(this.definesFlags));
    return true;
  }

  pause({ focus = true } = {}) {
    if (this.stage !== "file") return false;
    this.stopClock();
    this.rest({ focus });
    return true;
  }

  /** Hand over this file's marks and go on to the next, or to the result. */
  hand() {
    const { file } = this;
    const marks = this.shown(file);
    if (marks.length === 0) return this.say("note", this.wording.say("mark-first"));
    this.drafts.delete(file.id);
    if (JSON.stringify(marks) !== JSON.stringify(this.given(file))) this.courier.send(file.id, marks);
    const next = this.firstOpen();
    if (next < 0) return this.finish();
    this.courier.send("time", this.seconds);
    this.say("none", "");
    this.show(next);
    return true;
  }

  finish() {
    this.stopClock();
    this.courier.send("done", true);
    this.say("saving", this.wording.say("saving"));
    this.refresh();
    return true;
  }

  again() {
    this.drafts.clear();
    this.before = 0;
    this.at = 0;
    this.courier.send("round", this.model.get("round") + 1);
  }

  // The result.

  drawResult() {
    const { wording } = this;
    const result = this.model.get("result");
    this.say("none", "");
    const time = { time: this.spoken(result.seconds), each: this.spoken(result.seconds / result.files.length) };
    const precision = result.marked ? wording.say("precision-about", result) : wording.say("none-marked");
    return [
      make("h4", { class: "sc-heading", tabindex: -1, text: wording.say("result") }),
      make("div", { class: "sc-bars" }, [
        ...this.drawBar("precision", result.hits, result.marked, precision),
        ...this.drawBar("recall", result.hits, result.there, wording.say("recall-about", result)),
      ]),
      make("p", { class: "sc-reading", text: result.reading }),
      make("p", { class: "sc-faint", text: `${wording.say("clean", result)}${wording.isChinese ? "" : " "}${wording.say("took", time)}` }),
      make("h4", { class: "sc-heading", text: wording.say("by-file") }),
      ...result.files.map((file, place) => this.drawReview(file, place)),
      make("h4", { class: "sc-heading", text: wording.say("by-flag") }),
      this.drawFlags(result.flags),
      this.drawRules(result.rules),
      make("div", { class: "sc-again" }, [
        make("p", { text: wording.say("plot-next") }),
        this.button(wording.say("again"), () => this.again(), "cb-quiet"),
        make("p", { class: "sc-faint", text: wording.say("again-about") }),
      ]),
    ];
  }

  drawBar(name, part, whole, about) {
    const share = whole ? Math.round((100 * part) / whole) : undefined;
    const bar = make("span", { class: "sc-bar", "aria-hidden": "true" }, [make("span", { style: `width:${share ?? 0}%` })]);
    return [
      make("b", { text: this.wording.say(name) }),
      bar,
      make("span", { class: "sc-share", text: share === undefined ? "–" : `${share}%` }),
      make("span", { class: "sc-bar-about", text: about }),
    ];
  }

  drawReview(file, place) {
    const { wording } = this;
    const isClean = file.flags.length === 0;
    const counts = file.is_right ? wording.say(isClean ? "file-clean" : "file-right") : wording.say("file-counts", file);
    const sign = make("span", { class: "sc-sign", "data-right": file.is_right, "aria-hidden": "true", text: file.is_right ? "✓" : "✗" });
    const shelf = make("div", { class: "sc-shelf" });
    return make("details", { class: "sc-review", open: !file.is_right }, [
      make("summary", {}, [sign, make("b", { text: `${place + 1} ${file.name}` }), make("span", { class: "sc-faint", text: counts })]),
      ...file.flags.map((flag) => this.drawStand(flag)),
      make("p", { class: "sc-note" }, [make("b", { text: `${wording.say("colleague")}${wording.say("colon")}` }), file.note.trim()]),
      this.drawShelfButton(this.page.files[place], shelf),
      shelf,
    ]);
  }

  drawShelfButton(file, shelf) {
    const button = this.button(this.wording.say("show-file"), () => {
      const isShown = shelf.childElementCount > 0;
      shelf.replaceChildren(...(isShown ? [] : [new SmallPapers(file, this.wording).page()]));
      button.textContent = this.wording.say(isShown ? "show-file" : "hide-file");
      button.setAttribute("aria-expanded", String(!isShown));
    }, "cb-quiet sc-small");
    button.setAttribute("aria-expanded", "false");
    return button;
  }

  drawStand(flag) {
    return make("div", { class: "sc-stand", "data-verdict": flag.verdict }, [
      make("span", { class: "sc-sign", "aria-hidden": "true", text: STAND_SIGNS[flag.verdict] }),
      make("p", {}, [make("b", { text: flag.name }), make("span", { class: "sc-verdict", text: this.wording.say(`is-${flag.verdict}`) })]),
      make("p", { class: "sc-stands", text: flag.stands }),
      make("p", { class: "sc-faint", text: flag.more.trim() }),
    ]);
  }

  drawFlags(flags) {
    const { wording } = this;
    const names = ["there", "found", "strays"];
    const sum = (name) => flags.reduce((total, flag) => total + flag[name], 0);
    const row = (name, counts, kind) => make("tr", { class: kind }, [make("th", { scope: "row", text: name }), ...counts.map((count) => make("td", { text: count || "·" }))]);
    return make("table", { class: "sc-table" }, [
      make("thead", {}, [make("tr", {}, ["flag", ...names].map((name) => make("th", { scope: "col", text: wording.say(name) })))]),
      make("tbody", {}, flags.map((flag) => row(flag.name, names.map((name) => flag[name])))),
      make("tfoot", {}, [row(wording.say("total"), names.map(sum), "sc-total")]),
    ]);
  }

  drawRules(rules) {
    const cards = rules.map((rule) =>
      make("details", { class: "cb-rule" }, [
        make("summary", {}, [make("code", { text: rule.id }), make("span", { text: rule.title })]),
        make("p", { text: rule.text.trim() }),
        make("p", { class: "cb-cited", text: rule.cited }),
      ]),
    );
    return make("div", { class: "cb-rules", role: "group", "aria-label": this.wording.say("rules") }, cards);
  }
}

function clockTime(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

export default {
  render({ model, el }) {
    const page = new ScreeningPage(model, el);
    page.open();
    return () => page.close();
  },
};
