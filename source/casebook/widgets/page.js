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

/** Whether a key press belongs to the browser or to Jupyter rather than to the widget. */
function isForOthers(event) {
  return event.isComposing || event.ctrlKey || event.metaKey || event.altKey;
}
