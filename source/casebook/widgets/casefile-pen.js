// Finding and marking text on a page without touching what the text says.

/** The text of one part: where each piece of it stands, and what is painted over it. */
class Sheet {
  constructor(part, panel) {
    this.part = part;
    this.pieces = [];
    this.text = "";
    const isText = (node) => !node.parentElement.closest("[data-unsearched]");
    const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
    let block;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!isText(node)) continue;
      const own = node.parentElement.closest("td, th, dd, dt, p, li, h4, h5, caption");
      // What stands in two cells is never one word.
      if (block && own !== block) this.text += "\n";
      block = own;
      this.pieces.push({ start: this.text.length, text: node.data, painted: "", parts: [{ node, text: node, start: this.text.length }] });
      this.text += node.data;
    }
    this.folded = fold(this.text);
  }

  find(query) {
    const wanted = fold(query).text;
    const hits = [];
    if (!wanted) return hits;
    const { text, at } = this.folded;
    for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + wanted.length)) {
      hits.push({ part: this.part, start: at[from], end: at[from + wanted.length - 1] + 1 });
    }
    return hits;
  }

  /** Paint ranges `{ start, end, kind }`, and nothing else, over the text. */
  paint(ranges) {
    this.pieces.forEach((piece) => this.paintPiece(piece, ranges));
  }

  paintPiece(piece, ranges) {
    const end = piece.start + piece.text.length;
    const own = ranges.filter((range) => range.start < end && range.end > piece.start);
    const painted = own.map((range) => `${range.kind} ${range.start} ${range.end}`).join();
    if (painted === piece.painted) return;
    const inside = own.flatMap((range) => [range.start, range.end]).filter((at) => at > piece.start && at < end);
    const cuts = [...new Set([piece.start, ...inside, end])].sort((a, b) => a - b);
    const parts = cuts.slice(0, -1).map((from, place) => {
      const kinds = own.filter((range) => range.start <= from && range.end > from).map((range) => range.kind);
      return drawSegment(this.text.slice(from, cuts[place + 1]), from, kinds);
    });
    piece.parts[0].node.before(...parts.map((part) => part.node));
    piece.parts.forEach((part) => part.node.remove());
    Object.assign(piece, { painted, parts });
  }

  /** Where a selection begins and ends in the text, or nothing if it holds none of it. */
  placeOf(selection) {
    let [start, end] = [Infinity, -1];
    for (const part of this.pieces.flatMap((piece) => piece.parts)) {
      if (!selection.intersectsNode(part.text)) continue;
      const from = part.text === selection.startContainer ? selection.startOffset : 0;
      const to = part.text === selection.endContainer ? selection.endOffset : part.text.length;
      if (from > to || (from === to && !selection.collapsed)) continue;
      start = Math.min(start, part.start + from);
      end = Math.max(end, part.start + to);
    }
    return end < 0 ? undefined : this.trimmed(start, end);
  }

  trimmed(start, end) {
    while (start < end && /\s/.test(this.text[start])) start += 1;
    while (end > start && /\s/.test(this.text[end - 1])) end -= 1;
    return { start, end };
  }

  elementAt(start) {
    const parts = this.pieces.flatMap((piece) => piece.parts);
    return parts.findLast((part) => part.start <= start)?.text.parentElement;
  }

  quote({ start, end }) {
    return this.text.slice(start, end).replace(/\s+/g, " ");
  }
}

function drawSegment(content, start, kinds) {
  const text = document.createTextNode(content);
  const classes = [...new Set(kinds)].map((kind) => `cf-${kind}`).join(" ");
  return { node: classes ? make("mark", { class: classes }, [text]) : text, text, start };
}

/**
 * Fold what readers do not mean when they search: case, width, spaces, separators of thousands,
 * and 1993年05月28日 for 1993-05-28. `at` says where each folded character came from.
 */
function fold(text) {
  const at = [];
  let folded = "";
  for (let place = 0; place < text.length; place += 1) {
    const isAfterDigit = /\d/.test(text[place - 1] ?? "");
    const character = foldOne(text[place], isAfterDigit, /\d/.test(text[place + 1] ?? ""));
    folded += character;
    at.push(...Array.from({ length: character.length }, () => place));
  }
  return { text: folded, at };
}

function foldOne(character, isAfterDigit, isBeforeDigit) {
  if (character === "\n") return character;
  if (isAfterDigit && "年月".includes(character)) return "-";
  if (isAfterDigit && character === "日") return "";
  if (isAfterDigit && isBeforeDigit && ",，".includes(character)) return "";
  return character.normalize("NFKC").toLowerCase().replace(/\s/g, "");
}

/** Add a range to the marks, joined with those it touches; or take away the marks that hold it. */
function toggled(marks, { tab, start, end }) {
  const touched = marks.filter((one) => one.tab === tab && one.start <= end && one.end >= start);
  const others = marks.filter((one) => !touched.includes(one));
  const holder = touched.find((one) => one.start <= start && one.end >= end);
  if (holder) return marks.filter((one) => one !== holder);
  if (start === end) return marks;
  const starts = touched.map((one) => one.start);
  const ends = touched.map((one) => one.end);
  return [...others, { tab, start: Math.min(start, ...starts), end: Math.max(end, ...ends) }];
}
