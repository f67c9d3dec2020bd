// The strip under the title that says the next step; in an open window it stands above the form.

import { ask, tell } from "./api.js";
import { running, stepWords } from "./course.js";
import { h, iconButton } from "./dom.js";
import { addressOf } from "./people.js";

/** Keeps the running exercise in view. `tools` as tools.js gives them. */
export class CourseStrip {
  constructor(tools) {
    this.tools = tools;
    this.node = h("section", { class: "course-strip", "aria-label": "The course", "data-testid": "course-strip", hidden: true });
    this.hint = h("p", { class: "course-hint", "data-testid": "course-hint", role: "status" });
    new MutationObserver(() => this.stand()).observe(document.body, { childList: true });
    this.refresh();
  }

  heard(event) {
    if (event.type === "course") this.refresh();
  }

  async refresh() {
    this.round = (this.round ?? 0) + 1;
    const { round } = this;
    const course = await ask("course");
    if (round !== this.round || !Array.isArray(course.exercises)) return;
    const exercise = running(course);
    this.step = exercise?.steps[exercise.done];
    this.node.hidden = !exercise;
    if (exercise) this.draw(exercise);
    this.stand();
  }

  draw(exercise) {
    const over = !this.step;
    const words = over ? exercise.end : this.step.words;
    if (this.words === `${exercise.code} ${words}`) return;
    this.words = `${exercise.code} ${words}`;
    const another = over ? null : this.other(exercise);
    const parts = [
      h("div", { class: "course-line" },
        h("p", { class: "course-where" }, over ? `${exercise.title}: done` : `${exercise.title}, step ${exercise.done + 1} of ${exercise.steps.length}`),
        h("div", { class: "course-dots", "aria-hidden": "true" }, exercise.steps.map((_, index) => h("span", { class: index < exercise.done ? "dot is-done" : "dot" }))),
        iconButton("rows", "All steps and exercises", { "data-testid": "course-all", onclick: () => this.tools.open("course") }),
        iconButton("close", over ? "Put the course away" : "Leave the exercise for now", { "data-testid": "course-put-away", onclick: () => tell("course/leave", {}) })),
      h("p", { class: "course-words", role: "status" }, over ? words : stepWords(words)), another,
      over ? h("button", { type: "button", class: "button", "data-testid": "course-next", onclick: () => this.tools.open("course") }, "Another part") : null,
    ];
    this.node.replaceChildren(...parts.filter(Boolean));
  }

  /** A way to whoever does this step, where somebody else is being played. */
  other() {
    const { who } = this.step;
    if (who === this.tools.me) return null;
    const name = this.tools.world.nameOf(who);
    return h("a", { class: "button", href: addressOf(who), "data-testid": "course-be" }, `Be ${name}`);
  }

  /** Put the step's words into the window on top: it covers the strip on a phone. */
  stand() {
    const head = document.querySelector("dialog.modal[open] .modal-head");
    if (!head || !this.step || this.step.who !== this.tools.me) return this.hint.remove();
    if (this.hinted !== this.step) this.hint.replaceChildren(...stepWords(this.step.words));
    this.hinted = this.step;
    if (head.nextElementSibling !== this.hint) head.after(this.hint);
    return null;
  }
}
