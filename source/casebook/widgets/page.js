// Drawing by hand: every text goes in as text, never as markup.

/** Make an element: `make("p", { class: "note", text: "…" }, [child])`. */
function make(tag, attributes = {}, children = []) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") element.textContent = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/** Fill `{name}` in a sentence. */
function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Make a button. */
function button(text, act, kind) {
  return make("button", { class: `cb-button ${kind}`, type: "button", text, onclick: act });
}

/** Make a small card for each rule that something rests on. */
function ruleCards(rules, label) {
  if (rules.length === 0) return [];
  const cards = rules.map((rule) =>
    make("details", { class: "cb-rule" }, [
      make("summary", {}, [make("code", { text: rule.id }), make("span", { text: rule.title })]),
      make("p", { text: rule.text.trim() }),
      make("p", { class: "cb-cited", text: rule.cited }),
    ]),
  );
  return [make("div", { class: "cb-rules", role: "group", "aria-label": label }, cards)];
}

/** Show in `status` how the keeping of answers stands; `retry` is offered where given. */
function tell(status, state, text, retry) {
  if (status.dataset.state === state && status.dataset.text === text) return;
  status.dataset.state = state;
  status.dataset.text = text;
  const sign = { trouble: "!", saved: "✓" }[state];
  const parts = sign ? [make("span", { class: "cb-status-sign", "aria-hidden": "true", text: sign })] : [];
  status.replaceChildren(...parts, make("span", { text }), ...(retry ? [retry] : []));
}

/** The digit from 1 to 9 that a key press gives, on any keyboard. */
function digitOf(event) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? /^[1-9]$/.exec(event.key)?.[0];
  return digit && !event.shiftKey ? Number(digit) : undefined;
}

/** Whether a key press belongs to the browser or to Jupyter rather than to the widget. */
function isForOthers(event) {
  return event.isComposing || event.ctrlKey || event.metaKey || event.altKey;
}
