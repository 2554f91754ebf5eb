// Looking back on a talk: a face for the client's mood, bars for the dimensions, a map of the way.

const LANES = { right: 0, partly: 1, wrong: 2, breach: 3 };
const STEP_PX = 68;
const LANE_PX = 34;
const TITLE_PX = 14;
const TITLE_LINES = 3;
/** How wide a line of a title may be: a Chinese sign counts as two Latin ones. */
const TITLE_WIDTH = 10;

/** Make an SVG element; attributes and children as with `make`. */
function svg(tag, attributes = {}, children = []) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") element.textContent = value;
    else element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/** Break a title into short lines, between words or Chinese signs. */
function titleLines(title) {
  const lines = [""];
  for (const part of title.match(/[\u2e80-\uffff]|[^\s\u2e80-\uffff]+|\s+/g) ?? []) {
    const wide = [...(lines.at(-1) + part)].reduce((sum, sign) => sum + (sign > "\u2e80" ? 2 : 1), 0);
    if (wide > TITLE_WIDTH && lines.at(-1).trim()) lines.push(part.trim());
    else lines[lines.length - 1] += part;
  }
  const shown = lines.map((line) => line.trim()).filter(Boolean);
  return shown.length > TITLE_LINES ? [...shown.slice(0, TITLE_LINES - 1), `${shown[TITLE_LINES - 1]}…`] : shown;
}

/** Draw a turn's title in short lines, the first at height `y`. */
function drawTitle(title, x, y, kind) {
  const lines = titleLines(title).map((text, line) => svg("tspan", { x, y: y + line * TITLE_PX, text }));
  return svg("text", { class: kind }, lines);
}

/** Draw a face whose mouth and brows tell a mood from 0 (bad) to 1 (good). */
function drawFace(mood) {
  const bend = 26 + (mood - 0.5) * 14;
  const brow = (0.5 - mood) * 6;
  return svg("svg", { class: "ct-face", viewBox: "0 0 40 40", "aria-hidden": "true" }, [
    svg("circle", { cx: 20, cy: 20, r: 18 }),
    svg("circle", { cx: 14, cy: 17, r: 1.8, class: "ct-eye" }),
    svg("circle", { cx: 26, cy: 17, r: 1.8, class: "ct-eye" }),
    svg("path", { d: `M10 ${12 - brow / 3} L17 ${12 + brow / 2} M30 ${12 - brow / 3} L23 ${12 + brow / 2}` }),
    svg("path", { d: `M12 26 Q20 ${bend} 28 26` }),
  ]);
}

function percent(share) {
  return `${Math.round(share * 100)}%`;
}

function drawDebrief(debrief, words) {
  const gate = debrief.is_lawful ? [] : [make("p", { class: "cb-note ct-gate", text: words.gate })];
  return [
    make("h4", { tabindex: -1, text: `${words.debrief} · ${debrief.ending}` }),
    make("p", { class: "ct-score", text: fill(words.score, { share: percent(debrief.share) }) }),
    ...gate,
    drawDimensions(debrief.dimensions, words),
    ...drawMap(debrief, words),
    drawBest(debrief.best, words),
  ];
}

function drawDimensions(dimensions, words) {
  const rows = dimensions.map(({ title, share }) =>
    make("tr", {}, [
      make("th", { scope: "row", text: title }),
      make("td", { class: "ct-bar-cell" }, [make("div", { class: "ct-bar" }, [make("div", { style: `width: ${Math.max(0, share) * 100}%` })])]),
      make("td", { class: "ct-figure", text: percent(share) }),
    ]),
  );
  return make("table", { class: "ct-dimensions" }, [
    make("caption", { text: words.dimensions }),
    make("thead", { class: "ct-unseen" }, [
      make("tr", {}, [
        make("th", { scope: "col", text: words.dimension }),
        make("td", {}),
        make("th", { scope: "col", text: words.share }),
      ]),
    ]),
    make("tbody", {}, rows),
  ]);
}

/** The way of the talk: the best along the top, the reader's own below it as far as it fell short. */
function drawMap({ mine, best }, words) {
  const steps = Math.max(mine.length, best.length);
  const x = (step) => STEP_PX / 2 + step * STEP_PX;
  const isElsewhere = best.some(({ turn }, step) => turn !== mine[step]?.turn);
  const top = 20 + (isElsewhere ? TITLE_LINES * TITLE_PX : 0);
  const y = (verdict) => top + LANES[verdict] * LANE_PX;
  const lowest = Math.max(1, ...mine.map(({ verdict }) => LANES[verdict]));
  const foot = top + lowest * LANE_PX + 32;
  const line = mine.map(({ verdict }, step) => `${step === 0 ? "M" : "L"}${x(step)} ${y(verdict)}`).join(" ");
  const bestLine = best.map((_, step) => `${step === 0 ? "M" : "L"}${x(step)} ${y("right")}`).join(" ");
  const points = mine.map(({ verdict }, step) =>
    svg("g", { class: "ct-point", "data-verdict": verdict }, [
      svg("circle", { cx: x(step), cy: y(verdict), r: 10 }),
      svg("text", { x: x(step), y: y(verdict) + 4.5, text: TALK_SIGNS[verdict] }),
    ]),
  );
  const titles = mine.map(({ turn }, step) => drawTitle(turn, x(step), foot, "ct-turn"));
  const elsewhere = best.flatMap(({ turn }, step) =>
    turn === mine[step]?.turn ? [] : [drawTitle(turn, x(step), 12, "ct-turn ct-best-turn")],
  );
  const counts = Object.keys(LANES)
    .map((verdict) => [words[verdict], mine.filter((one) => one.verdict === verdict).length])
    .filter(([, count]) => count > 0);
  const said = fill(words["map-said"], {
    count: mine.length,
    verdicts: counts.map(([word, count]) => `${word} ${count}`).join(" · "),
  });
  const height = foot + TITLE_LINES * TITLE_PX;
  const picture = svg(
    "svg",
    { class: "ct-map", width: steps * STEP_PX, height, viewBox: `0 0 ${steps * STEP_PX} ${height}`, role: "img", "aria-label": `${words.map}. ${said}` },
    [svg("path", { class: "ct-best-line", d: bestLine }), svg("path", { class: "ct-my-line", d: line }), ...points, ...titles, ...elsewhere],
  );
  const key = make("p", { class: "ct-key" }, [
    make("span", { class: "ct-key-best", text: words.best }),
    make("span", { class: "ct-key-mine", text: words.yours }),
    make("span", { text: said }),
  ]);
  return [
    make("h5", { text: words.map }),
    make("div", { class: "ct-map-frame", tabindex: 0, role: "group", "aria-label": words.map }, [picture]),
    key,
  ];
}

function drawBest(best, words) {
  const steps = best.map(({ turn, reply }) => make("li", {}, [make("b", { text: turn }), make("p", { text: reply.trim() })]));
  return make("details", { class: "ct-best" }, [make("summary", { text: words["best-list"] }), make("ol", {}, steps)]);
}
