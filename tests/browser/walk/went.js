// Where the keyboard went, held against what can be reached on the page.
const found = [];
const shown = element => element.outerHTML.replace(/\s+/g, " ").slice(0, 140);
// What scrolls by itself is a stop of the browser's own.
const went = window.sr_went.filter(step => window.sr_stops.includes(step.at));
const order = went.slice(0, window.sr_stops.length);
window.sr_stops.forEach((stop, i) => {
  if (!went.some(step => step.at === stop)) found.push(`the keyboard does not reach ${shown(stop)}`);
  else if (order[i] && order[i].at !== stop) found.push(`the keyboard comes to ${shown(order[i].at)} before ${shown(stop)}`);
});
for (const step of order) if (!step.shown) found.push(`one does not see that the keyboard is at ${shown(step.at)}`);
return found.slice(0, 3);
