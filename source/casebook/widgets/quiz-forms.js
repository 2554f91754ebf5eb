// How each kind of question is answered. A form draws itself, shows a value, and gives one to the page:
//   draw() -> nodes     show(value, earned)     focus()     pick(digit) -> whether it did anything
//   fault() -> what is wrong with what stands there     flush() gives what is being typed
// `card.give(value)` takes a value, `card.sketch(value)` what is still being typed; `card.words` says things.

const VERDICT_SIGNS = { right: "✓", partly: "◐", wrong: "✗", review: "?" };

/** How long a reader may pause inside a number or a term before it is taken as given. */
const TYPING_MS = 700;

class Form {
  constructor(card, item) {
    this.card = card;
    this.item = item;
    this.inputs = [];
  }

  focus() {
    this.inputs[0]?.focus({ preventScroll: true });
  }

  pick() {
    return false;
  }

  fault() {
    return undefined;
  }

  /** Give what is being typed. */
  flush() {}

  /** What takes an answer back. */
  get blank() {
    return "";
  }

  /** What can be confirmed though nobody touched it. */
  get untouched() {
    return undefined;
  }
}

class ChoiceForm extends Form {
  get isMultiple() {
    return this.item.kind === "multiple";
  }

  get blank() {
    return this.isMultiple ? [] : "";
  }

  draw() {
    return this.item.options.map((option, place) => {
      const input = make("input", {
        type: this.isMultiple ? "checkbox" : "radio",
        name: `${this.card.id}-${this.item.id}`,
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
    });
  }

  show(value, earned) {
    const chosen = new Set(Array.isArray(value) ? value : [value]);
    for (const input of this.inputs) {
      input.checked = chosen.has(input.value);
      const verdict = earned?.options[input.value]?.verdict ?? earned?.verdict;
      const row = input.parentElement;
      row.classList.toggle("cb-chosen", input.checked);
      row.dataset.verdict = input.checked && verdict ? verdict : "";
      row.lastElementChild.textContent = input.checked && verdict ? VERDICT_SIGNS[verdict] : "";
    }
  }

  focus() {
    (this.inputs.find((input) => input.checked) ?? this.inputs[0])?.focus({ preventScroll: true });
  }

  pick(place) {
    const input = this.inputs[place];
    if (!input) return false;
    input.checked = this.isMultiple ? !input.checked : true;
    input.focus();
    this.choose();
    return true;
  }

  choose() {
    const chosen = this.inputs.filter((input) => input.checked).map((input) => input.value);
    this.card.give(this.isMultiple ? chosen : chosen[0]);
  }
}

class TypedForm extends Form {
  get isNumber() {
    return this.item.kind !== "text";
  }

  draw() {
    const input = make("input", {
      class: this.isNumber ? "cb-number" : "cb-term",
      type: "text",
      inputmode: this.isNumber ? "decimal" : "text",
      autocomplete: "off",
      maxlength: this.isNumber ? 40 : 200,
      oninput: () => this.type(),
      onchange: () => this.flush(),
    });
    this.inputs.push(input);
    return [
      make("label", { class: "cb-number-row" }, [
        make("span", { text: this.card.words[this.isNumber ? "your-number" : "your-term"] }),
        input,
        make("span", { class: "cb-unit", text: this.item.unit }),
      ]),
    ];
  }

  show(value) {
    const [input] = this.inputs;
    if (document.activeElement !== input || !this.typing) input.value = this.read(value);
  }

  /** What stands in the field for a value, and the value for what stands there. */
  read(value) {
    return value ?? "";
  }

  written(text) {
    return text;
  }

  /** What is wrong with the number typed, once the reader has stopped typing. */
  fault() {
    const draft = this.read(this.card.draft);
    return this.isNumber && !this.typing && draft && !isNumber(draft) ? this.card.words["not-a-number"] : undefined;
  }

  type() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.flush(), TYPING_MS);
    this.card.sketch(this.written(this.inputs[0].value));
  }

  flush() {
    if (!this.typing) return;
    clearTimeout(this.typing);
    this.typing = undefined;
    const value = this.inputs[0].value.trim();
    if (value === "" || !this.isNumber || isNumber(value)) this.card.give(this.written(value));
    else this.card.page.refresh();
  }
}

/** A number for figures that are this learner's own: the value says which. */
class ComputedForm extends TypedForm {
  read(value) {
    return value?.number ?? "";
  }

  written(text) {
    return text === "" ? "" : { of: this.item.of, number: text };
  }
}

class OrderForm extends Form {
  get blank() {
    return [];
  }

  get untouched() {
    return this.order;
  }

  draw() {
    const { words } = this.card;
    this.order = this.item.options.map((option) => option.id);
    this.rows = new Map(
      this.item.options.map((option) => {
        const name = option.text.trim();
        const move = (sign, step, label) =>
          make("button", { class: "cb-button cb-move", type: "button", text: sign, "aria-label": fill(label, { name }), onclick: () => this.move(option.id, step) });
        const up = move("↑", -1, words["move-up"]);
        const down = move("↓", 1, words["move-down"]);
        const row = make("li", { class: "cb-step" }, [
          make("span", { class: "cb-key", "aria-hidden": "true" }),
          make("span", { class: "cb-option-text", text: name }),
          make("span", { class: "cb-moves" }, [up, down]),
        ]);
        return [option.id, { row, up, down, name }];
      }),
    );
    this.list = make("ol", { class: "cb-steps", onkeydown: (event) => this.press(event) });
    this.told = make("p", { class: "cb-told", role: "status", "aria-live": "polite" });
    this.keep = button(words["keep-order"], () => this.card.give([...this.order]), "cb-quiet");
    this.place();
    return [this.list, this.keep, this.told];
  }

  show(value) {
    const isGiven = Array.isArray(value) && value.length > 0;
    if (isGiven) this.order = [...value];
    this.keep.hidden = isGiven || this.card.quiz.is_practice;
    this.place();
  }

  place() {
    this.order.forEach((id, at) => {
      const { row, up, down } = this.rows.get(id);
      row.firstElementChild.textContent = at + 1;
      up.disabled = at === 0;
      down.disabled = at === this.order.length - 1;
      if (this.list.children[at] !== row) this.list.insertBefore(row, this.list.children[at] ?? null);
    });
  }

  focus() {
    this.pick(0);
  }

  /** A digit goes to the step that stands there. */
  pick(place) {
    const row = this.rows.get(this.order[place]);
    if (!row) return false;
    (row.up.disabled ? row.down : row.up).focus({ preventScroll: true });
    return true;
  }

  /** The arrow keys move the step whose buttons have the focus. */
  press(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const id = [...this.rows].find(([, { row }]) => row.contains(event.target))?.[0];
    if (!step || !id) return;
    event.preventDefault();
    event.stopPropagation();
    this.move(id, step);
  }

  move(id, step) {
    const at = this.order.indexOf(id);
    const to = at + step;
    if (to < 0 || to >= this.order.length) return;
    this.order.splice(at, 1);
    this.order.splice(to, 0, id);
    this.place();
    const { up, down, name } = this.rows.get(id);
    const [wanted, other] = step < 0 ? [up, down] : [down, up];
    (wanted.disabled ? other : wanted).focus({ preventScroll: true });
    this.told.textContent = fill(this.card.words.moved, { name, place: to + 1, all: this.order.length });
    this.card.give([...this.order]);
  }
}

class MatchForm extends Form {
  get blank() {
    return {};
  }

  draw() {
    const letter = (place) => String.fromCharCode(65 + place);
    const choices = this.item.options.map((option, place) => ({ id: option.id, letter: letter(place), text: option.text.trim() }));
    // A closed list cuts a long text off, so all are written out, each under its letter.
    const all = choices.map((one) =>
      make("li", {}, [make("span", { class: "cb-key", text: one.letter }), make("span", { class: "cb-option-text", text: one.text })]),
    );
    const rows = this.item.prompts.map((prompt) => {
      const select = make("select", { class: "cb-select", name: prompt.id, onchange: () => this.choose() }, [
        make("option", { value: "", text: this.card.words["choose-match"] }),
        ...choices.map((one) => make("option", { value: one.id, text: `${one.letter} · ${one.text}` })),
      ]);
      this.inputs.push(select);
      return make("label", { class: "cb-match" }, [make("span", { class: "cb-option-text", text: prompt.text.trim() }), select]);
    });
    return [make("ul", { class: "cb-letters" }, all), ...rows];
  }

  show(value) {
    for (const select of this.inputs) select.value = value?.[select.name] ?? "";
  }

  choose() {
    const taken = this.inputs.filter((select) => select.value).map((select) => [select.name, select.value]);
    this.card.give(Object.fromEntries(taken));
  }
}

const FORMS = {
  single: ChoiceForm,
  multiple: ChoiceForm,
  "true-false": ChoiceForm,
  numeric: TypedForm,
  computed: ComputedForm,
  text: TypedForm,
  ordering: OrderForm,
  matching: MatchForm,
};

/** Whether a value answers nothing. */
function isBlank(value) {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Whether Python will read `text` as a number; it has the last word. */
function isNumber(text) {
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text.normalize("NFKC").replace(/[, ]/g, ""));
}
