// Begins to write down where the keyboard goes, and returns how many presses of Tab lead once through the page: none
// where the address led to a place on the page, for there the keyboard begins in the middle.
if (location.hash) return 0;
const fields = "a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex]";
const seen = element => element.checkVisibility({ visibilityProperty: true });
const stops = [...document.querySelectorAll(fields)].filter(element => seen(element) && !element.disabled && element.tabIndex >= 0);
const radios = new Set();
window.sr_stops = stops.filter(element => {
  if (element.type !== "radio") return true;
  const group = [...document.getElementsByName(element.name)].filter(one => one.form === element.form);
  if (group.some(one => one.checked)) return element.checked;
  return !radios.has(element.name) && radios.add(element.name);
});
window.sr_went = [];
document.addEventListener("focusin", event => {
  const style = getComputedStyle(event.target);
  const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  window.sr_went.push({ at: event.target, shown });
});
// A field for a day has a stop for each part of it.
const presses = { date: 5, "datetime-local": 8, time: 4, month: 4, week: 4 };
return window.sr_stops.reduce((sum, element) => sum + (presses[element.type] || 1), 0) + 3;
