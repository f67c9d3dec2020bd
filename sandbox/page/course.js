// The course: what the server knows of it, and the panel with every exercise and its steps.

import { ask, tell, wordsFor } from "./api.js";
import { h, icon } from "./dom.js";
import { addressOf } from "./people.js";

const COVERS = matchMedia("(max-width: 799px)"); // a panel lies over everything there

/** Begin an exercise (or go on with it, unless `anew`), and be the one whose part it is. */
export async function begin(exercise, me, anew = false) {
  const answer = await tell("course/start", { exercise: exercise.code, anew });
  if (answer.ok !== false && exercise.who !== me) location.assign(addressOf(exercise.who));
  return answer;
}

/** The exercise that runs, or undefined. */
export function running({ exercises, current }) {
  return exercises.find(({ code }) => code === current);
}

/** How far somebody is, in words. */
export function progress({ done, steps }) {
  if (!done) return `${steps.length} steps`;
  return done < steps.length ? `Step ${done + 1} of ${steps.length}` : "Done";
}

function verb({ done, steps }) {
  if (!done) return "Begin";
  return done < steps.length ? "Go on" : "Once more";
}

/** A step's words, with what stands on the screen (between asterisks) set in bold. */
export function stepWords(words) {
  return words.split("*").map((part, index) => (index % 2 ? h("b", {}, part) : part));
}

/** The panel "Learn your part": the six exercises, the running one with all its steps. */
export class CoursePanel {
  constructor({ me, close, open, panelHead, toast }) {
    Object.assign(this, { me, toast, close, over: () => open("over") });
    this.body = h("div", { class: "course-body", tabindex: "0", role: "region", "aria-label": "Exercises" }, h("p", { class: "empty" }, "Opening the course…"));
    this.node = h("aside", { class: "panel course", "data-testid": "course-panel", "aria-label": "Learn your part" }, panelHead("Learn your part", close), this.body);
  }

  async load() {
    const course = await ask("course");
    if (course.ok === false) return this.body.replaceChildren(h("p", { class: "empty" }, wordsFor(course)));
    const now = running(course);
    return this.body.replaceChildren(
      h("p", { class: "course-intro" }, "One part a role, a few steps each. A step notices by itself that it is done; nothing you write is looked at. Leave whenever you like."),
      h("ul", { class: "exercises" }, course.exercises.map((exercise) => h("li", {}, this.card(exercise, exercise === now)))),
      h("p", { class: "course-intro" }, "Nothing there to open any more? The course is made for the first week: start over with it."),
      h("button", { type: "button", class: "button", "data-testid": "course-over", onclick: () => this.over() }, "Start over"));
  }

  card(exercise, isNow) {
    const steps = isNow ? h("ol", { class: "course-steps" }, exercise.steps.map((step, index) => this.step(step, index, exercise))) : null;
    const begins = h("button", { type: "button", class: "button", "data-testid": `course-${exercise.code}`, onclick: () => this.begin(exercise) }, verb(exercise));
    const leaves = h("button", { type: "button", class: "button", "data-testid": "course-leave", onclick: () => this.leave() }, "Leave it for now");
    const underWay = exercise.done > 0 && exercise.done < exercise.steps.length;
    // Its windows are closed, its card is gone with another site: the steps can be taken from the first again.
    const again = underWay ? h("button", { type: "button", class: "button", "data-testid": `course-anew-${exercise.code}`, onclick: () => this.begin(exercise, true) }, "From the beginning") : null;
    return h("section", { class: isNow ? "exercise is-now" : "exercise", "aria-label": exercise.title },
      h("h3", {}, exercise.title), h("p", { class: "exercise-facts" }, `${exercise.name} · ${exercise.minutes} minutes · ${progress(exercise)}`),
      h("p", {}, exercise.words), steps, isNow && exercise.done < exercise.steps.length ? leaves : begins, again);
  }

  step({ words }, index, { done }) {
    const state = index < done ? "done" : index === done ? "now" : "later";
    return h("li", { class: `step-${state}`, "aria-current": state === "now" ? "step" : null }, state === "done" ? h("span", { class: "visually-hidden" }, "Done: ") : null, stepWords(words));
  }

  async begin(exercise, anew = false) {
    const answer = await begin(exercise, this.me, anew);
    this.after(answer);
    if (answer.ok !== false && COVERS.matches) this.close(); // the strip under the title says the step
  }

  async leave() {
    this.after(await tell("course/leave", {}));
  }

  after(answer) {
    if (answer.ok === false) this.toast(wordsFor(answer), { keep: true, key: answer.error });
    this.load();
  }
}

/** For the start screen: a way into each exercise, before anybody is chosen. */
export async function startOfCourse() {
  const course = await ask("course");
  if (!Array.isArray(course.exercises)) return null;
  return h("section", { class: "course-start", "aria-label": "Learn your part" },
    h("h2", {}, icon("book"), "New here? Learn your part"),
    h("ul", {}, course.exercises.map((exercise) => h("li", {}, h("button", {
      type: "button", class: "course-door", "data-testid": `course-${exercise.code}`, onclick: () => begin(exercise, ""),
    }, h("strong", {}, exercise.title), h("small", {}, exercise.done ? progress(exercise) : `${exercise.minutes} minutes`))))));
}
