// Looks at one page and returns what is wrong with it, one sentence each. Reads only; nothing of it reaches the service.
const found = [];
const tell = (what, element) => {
  const shown = element ? element.outerHTML.replace(/\s+/g, " ").slice(0, 140) : "";
  found.push(shown ? `${what}: ${shown}` : what);
};
const all = (css, within = document) => [...within.querySelectorAll(css)];
const flat = words => (words || "").replace(/\s+/g, " ").trim();
const seen = element => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
const byIds = ids => flat((ids || "").split(/\s+/).map(id => document.getElementById(id)?.textContent || "").join(" "));
const named = element =>
  flat(element.getAttribute("aria-label")) || byIds(element.getAttribute("aria-labelledby"));
// What a screen reader says of something that holds words.
const spoken = element => {
  const copy = element.cloneNode(true);
  all("[aria-hidden=true]", copy).forEach(part => part.remove());
  const pictures = all("img[alt],[aria-label]", copy).map(part => part.getAttribute("alt") || part.getAttribute("aria-label"));
  return named(element) || flat(copy.textContent) || flat(pictures.join(" "));
};

// The page.
if (!/^(nl|en)$/.test(document.documentElement.lang)) tell("the page has no language");
if (!flat(document.title)) tell("the page has no title");
const headings = all("h1,h2,h3,h4,h5,h6").filter(seen);
const firsts = headings.filter(heading => heading.tagName === "H1").length;
if (firsts !== 1) tell(`the page has ${firsts} headings of level 1`);
let level = 0;
for (const heading of headings) {
  const own = Number(heading.tagName[1]);
  if (own > level + 1) tell(`a heading skips from ${level} to ${own}`, heading);
  if (!flat(heading.textContent)) tell("a heading without words", heading);
  level = own;
}
const ids = new Set();
for (const element of all("[id]")) {
  if (ids.has(element.id)) tell(`the id ${element.id} stands twice`, element);
  ids.add(element.id);
}
for (const element of all("[aria-describedby],[aria-labelledby],label[for]")) {
  for (const name of ["aria-describedby", "aria-labelledby", "for"]) {
    for (const id of (element.getAttribute(name) || "").split(/\s+/).filter(Boolean)) {
      if (!ids.has(id)) tell(`${name} names ${id}, which is not there`, element);
    }
  }
}
for (const link of all("a[href^='#']")) {
  const to = decodeURIComponent(link.getAttribute("href").slice(1));
  if (to && !ids.has(to)) tell("a link to a place that is not on the page", link);
}

const refusal = document.querySelector("main [role=alert][data-kind]");
if (refusal) tell(`a link leads to a page that refuses with ${refusal.dataset.kind}`);

// Forms.
const labelled = field => named(field) || flat([...(field.labels || [])].map(spoken).join(" "));
const place = field => {
  const row = field.closest("fieldset,[role=group][aria-label],li[aria-label],tr,tr[aria-label]");
  if (!row || !field.form?.contains(row)) return "";
  return named(row) || flat(row.querySelector("legend,th")?.textContent);
};
const forms = new Map();
for (const field of all("input:not([type=hidden]),select,textarea")) {
  const label = labelled(field);
  if (!label) tell("a field without a label", field);
  if (!field.form || field.type === "radio") continue;
  const names = forms.get(field.form) || forms.set(field.form, new Map()).get(field.form);
  const whole = `${place(field)} / ${label}`;
  if (names.has(whole)) tell(`two fields of one form are called "${label}"`, field);
  names.set(whole, field);
}
for (const control of all("a[href],button,summary")) {
  if (seen(control) && !spoken(control)) tell("nothing says what this does", control);
}

// Tables and pictures.
for (const table of all("table")) {
  if (!table.caption && !named(table)) tell("a table without a name", table);
  if (table.caption && !flat(table.caption.textContent)) tell("a table with an empty name", table);
  const heads = all("th", table);
  if (!heads.length) tell("a table without headings", table);
  for (const head of heads) if (!head.scope) tell("a heading of a table that does not say of what", head);
}
for (const picture of all("img")) {
  if (!picture.hasAttribute("alt")) tell("a picture without words", picture);
  if (picture.complete && !picture.naturalWidth) tell("a picture that is not there", picture);
}
for (const picture of all("svg")) {
  const hidden = picture.closest("[aria-hidden=true]");
  if (!hidden && !named(picture) && !picture.querySelector("title")) tell("a drawing without words", picture);
}
for (const element of all("[tabindex]")) {
  if (element.tabIndex > 0) tell("the order of the keyboard is bent", element);
}

// Contrast of what is read with what is behind it.
const rgba = colour => {
  const parts = colour.match(/[\d.]+/g).map(Number);
  return parts.length < 4 ? [...parts, 1] : parts;
};
const over = (top, under) => top.slice(0, 3).map((part, i) => part * top[3] + under[i] * (1 - top[3])).concat(1);
const light = colour => {
  const [r, g, b] = colour.map(part => part / 255).map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const behind = element => {
  const layers = [];
  for (let at = element; at; at = at.parentElement) {
    const ground = rgba(getComputedStyle(at).backgroundColor);
    layers.push(ground);
    if (ground[3] === 1) break;
  }
  return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255, 1]);
};
const contrast = how => {
  const told = new Set();
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const element = words.currentNode.parentElement;
    if (!flat(words.currentNode.data) || element.closest("svg,option,.sr-hidden") || !seen(element)) continue;
    const ground = behind(element);
    const ink = over(rgba(getComputedStyle(element).color), ground);
    const [dark, bright] = [light(ground), light(ink)].sort((one, other) => one - other);
    const ratio = (bright + 0.05) / (dark + 0.05);
    const about = `${element.tagName}.${element.className}`;
    if (ratio < 4.5 && !told.has(about)) {
      told.add(about);
      tell(`${how}: contrast ${ratio.toFixed(1)} of "${flat(words.currentNode.data).slice(0, 30)}"`, element);
    }
  }
};
contrast("by day");
document.documentElement.classList.add("sr-theme-dark");
contrast("by night");
document.documentElement.classList.remove("sr-theme-dark");

// Nothing sticks out sideways, from either side; nor do rows have to be pushed to be read on a phone.
const wide = way => {
  const page = document.scrollingElement;
  if (page.scrollWidth <= innerWidth) return;
  const out = all("body *").filter(seen).find(element => {
    const box = element.getBoundingClientRect();
    return (box.right > innerWidth + 1 || box.left < -1) && !element.closest("pre,.utrecht-table-container,.sr-hidden");
  });
  tell(`${way}: the page is ${page.scrollWidth} wide in a window of ${innerWidth}`, out);
};
wide("left to right");
document.documentElement.dir = "rtl";
wide("right to left");
document.documentElement.dir = "ltr";
for (const box of all(".utrecht-table-container").filter(seen)) {
  if (innerWidth < 500 && box.scrollWidth > box.clientWidth + 1) tell(`a table of ${box.scrollWidth} must be pushed sideways`, box);
}

// Where one can go from here: links, and forms that only ask, as they stand.
const links = all("a[href]").map(link => link.href);
for (const form of all("form[method=get]")) links.push(`${form.action}?${new URLSearchParams(new FormData(form))}`);
return { found, links, title: document.title };
