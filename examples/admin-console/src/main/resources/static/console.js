"use strict";

// Times: the server writes UTC; the reader's own zone is put beside it.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
const inZone = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

function utc(date) {
  return date.toISOString().slice(0, 19).replace("T", " ") + " UTC";
}

for (const time of document.querySelectorAll("time[datetime]")) {
  const local = document.createElement("span");
  local.className = "local";
  local.textContent = " (" + inZone.format(new Date(time.dateTime)) + " " + zone + ")";
  if (time.closest("td, li, caption")) {
    time.title = local.textContent.trim();
  } else {
    time.after(local);
  }
}

for (const form of document.querySelectorAll("form[data-zoned]")) {
  form.elements.zone.value = zone;
  for (const output of form.querySelectorAll("output[data-utc-of]")) {
    const input = document.getElementById(output.dataset.utcOf);
    const say = () => {
      output.textContent = "in " + zone + (input.value ? ", which is " + utc(new Date(input.value)) : "");
    };
    input.addEventListener("input", say);
    say();
  }
}

// A form is sent once; the key in it would make a second sending harmless all the same.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", () => {
    setTimeout(() => form.querySelectorAll("button").forEach(button => { button.disabled = true; }));
  });
}
addEventListener("pageshow", event => {
  if (event.persisted) {
    document.querySelectorAll("form[data-once] button").forEach(button => { button.disabled = false; });
  }
});

// Live progress. Another state has other buttons, so the page is loaded anew.
const live = document.getElementById("live");
if (live && live.dataset.settled !== "true") {
  const number = new Intl.NumberFormat("en");
  const goes = status => status === "QUEUED" || status === "RUNNING";
  const events = new EventSource(live.dataset.events);
  const reload = () => { events.close(); location.reload(); };

  events.addEventListener("progress", event => {
    const run = JSON.parse(event.data);
    for (const field of live.querySelectorAll("[data-field]")) {
      const value = run[field.dataset.field];
      if (field.tagName === "PROGRESS") {
        field.value = value;
      } else if (field.dataset.field === "expectedEnd") {
        field.textContent = value ? inZone.format(new Date(value)) + " " + zone : "not known yet";
      } else {
        field.textContent = number.format(value);
      }
    }
    if (goes(run.status) && goes(live.dataset.status)) {
      if (run.status === "RUNNING") {
        document.getElementById("status").textContent = "Running";
      }
    } else if (run.status !== live.dataset.status && (!run.over || run.status === "FAILED")) {
      reload();
    }
  });
  // A connection that breaks is made again by the browser; one that is refused is not, say because the session is over.
  events.addEventListener("error", () => {
    document.getElementById("live-lost").hidden = events.readyState !== EventSource.CLOSED;
  });
  // The last event of a run: by now the report knows the totals after it.
  events.addEventListener("totals", reload);
}
