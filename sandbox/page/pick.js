// A menu with a search box, for long lists: one types a few letters, or walks it by arrows.

import { freshId, h } from "./dom.js";

let openNow = null;

/**
 * Put a search box before `holder`, the <select> that keeps the value; `names` = id and aria attributes of the box.
 * `options` = [{value, words, note, group}]; a choice is told by the holder's "change".
 */
export function withSearch(holder, options, { names, placeholder }) {
  const list = h("ul", { class: "pick-list", role: "listbox", id: freshId("pick"), popover: "manual", "aria-label": placeholder });
  const box = h("input", {
    ...names, type: "text", class: "field pick-box", role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list",
    placeholder, autocomplete: "off", spellcheck: "false",
  });
  for (const [name, value] of [["class", "pick-holder"], ["tabindex", "-1"], ["aria-hidden", "true"]]) holder.setAttribute(name, value);
  const pick = new Pick(holder, box, list, options);
  holder.addEventListener("change", () => pick.settle());
  holder.addEventListener("focus", () => box.focus());
  box.addEventListener("input", () => pick.look(box.value));
  box.addEventListener("click", () => pick.look(""));
  box.addEventListener("focus", () => box.select());
  box.addEventListener("blur", () => pick.leave());
  box.addEventListener("keydown", (event) => pick.key(event));
  pick.settle();
  return h("div", { class: "pick" }, holder, box, list);
}

class Pick {
  constructor(holder, box, list, options) {
    Object.assign(this, { holder, box, list, options, shown: [], at: -1 });
  }

  get isOpen() {
    return openNow === this;
  }

  chosen() {
    return this.options.find(({ value }) => value === this.holder.value);
  }

  /** Show what is chosen in the box. */
  settle() {
    this.box.value = this.chosen()?.words ?? "";
  }

  look(typed) {
    const wanted = bare(typed);
    this.shown = this.options.filter(({ words, note, group }) => bare(`${words} ${note} ${group}`).includes(wanted));
    this.draw();
    this.open();
    const now = this.shown.findIndex(({ value }) => value === this.holder.value);
    this.point(typed ? (this.shown.length ? 0 : -1) : now);
  }

  draw() {
    let group = "";
    const rows = this.shown.flatMap((option, index) => {
      const title = option.group && option.group !== group ? [h("li", { class: "pick-group", role: "presentation" }, option.group)] : [];
      group = option.group;
      return [...title, h("li", {
        role: "option", id: `${this.list.id}-${index}`, "data-value": option.value, "aria-selected": String(option.value === this.holder.value),
        onpointerdown: (event) => event.preventDefault(), onclick: () => this.take(option),
      }, h("span", {}, option.words), option.note ? h("small", {}, option.note) : null)];
    });
    if (!rows.length) rows.push(h("li", { class: "pick-group", role: "option", "aria-disabled": "true" }, "Nothing has these letters."));
    this.list.replaceChildren(...rows);
  }

  open() {
    if (!this.isOpen) {
      openNow?.close();
      openNow = this;
      this.list.showPopover();
      this.box.setAttribute("aria-expanded", "true");
      this.moved = () => this.place();
      addEventListener("scroll", this.moved, true);
      addEventListener("resize", this.moved);
    }
    this.place();
  }

  close() {
    if (!this.isOpen) return;
    openNow = null;
    removeEventListener("scroll", this.moved, true);
    removeEventListener("resize", this.moved);
    if (this.list.isConnected) this.list.hidePopover();
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
  }

  /** Below the box where there is room, else above it. */
  place() {
    if (!this.box.isConnected) return this.close();
    const at = this.box.getBoundingClientRect();
    const tall = visualViewport?.height ?? innerHeight;
    const [below, above] = [tall - at.bottom - 12, at.top - 12];
    const down = below >= 220 || below >= above;
    const most = Math.min(340, Math.max(120, down ? below : above));
    const style = { left: `${at.left}px`, width: `${at.width}px`, "max-height": `${most}px` };
    for (const [name, value] of Object.entries(style)) this.list.style.setProperty(name, value);
    this.list.style.setProperty("top", `${down ? at.bottom + 4 : at.top - 4 - Math.min(most, this.list.offsetHeight)}px`);
    return undefined;
  }

  point(index) {
    this.at = index;
    const rows = this.list.querySelectorAll("[data-value]");
    rows.forEach((row, place) => row.classList.toggle("at", place === index));
    if (!rows[index]) return this.box.removeAttribute("aria-activedescendant");
    rows[index].scrollIntoView({ block: "nearest" });
    return this.box.setAttribute("aria-activedescendant", rows[index].id);
  }

  take(option) {
    const changed = this.holder.value !== (option?.value ?? "");
    this.holder.value = option?.value ?? "";
    this.close();
    this.settle();
    // Selecting takes the focus along: not when it is just leaving.
    if (document.activeElement === this.box) this.box.select();
    if (changed) this.holder.dispatchEvent(new Event("change", { bubbles: true }));
  }

  key(event) {
    const { key } = event;
    const count = this.shown.length;
    if (key === "ArrowDown" || key === "ArrowUp") {
      if (!this.isOpen) this.look("");
      else if (count) this.point(key === "ArrowDown" ? (this.at + 1) % count : (Math.max(this.at, 0) - 1 + count) % count);
    } else if (key === "Enter" && this.isOpen && !event.isComposing && !event.ctrlKey && !event.metaKey) {
      if (this.shown[this.at]) this.take(this.shown[this.at]);
    } else if (key === "Escape" && this.isOpen) {
      this.close();
      this.settle();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  }

  /** Left with Tab or a click: an emptied box chooses nothing, a half-typed word changes nothing. */
  leave() {
    this.close();
    const exact = this.options.find(({ words }) => bare(words) === bare(this.box.value));
    if (!this.box.value.trim() || exact) this.take(exact);
    else this.settle();
  }
}

function bare(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
