"use strict";
(() => {
  const root = document.documentElement;
  // Opened from disk, some browsers have no storage: then a choice holds for the page alone.
  const recall = (name) => { try { return localStorage.getItem("doisoat." + name); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem("doisoat." + name, value); } catch { /* not remembered */ } };
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (id) => document.getElementById(id);

  const theme = recall("theme");
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  if (recall("language") === "en") root.lang = "en";

  const sayAttributes = () => {
    for (const element of all("[data-say]")) {
      const name = element.dataset.say;
      element.dataset.vi ??= element.getAttribute(name);
      element.setAttribute(name, root.lang === "en" ? element.dataset.en : element.dataset.vi);
    }
  };

  const setSwitches = () => {
    for (const box of all(".switches")) box.hidden = false;
    one("language").addEventListener("click", () => {
      root.lang = root.lang === "en" ? "vi" : "en";
      keep("language", root.lang);
      sayAttributes();
    });
    one("theme").addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      keep("theme", root.dataset.theme);
    });
  };

  const setSearch = () => {
    const field = one("search");
    if (!field) return;
    field.closest("[hidden]").hidden = false;
    const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
    const rows = all(".list tbody tr").map((row) => [row, plain(row.textContent)]);
    field.addEventListener("input", () => {
      const words = plain(field.value).split(/\s+/);
      for (const [row, text] of rows) row.hidden = !words.every((word) => text.includes(word));
    });
  };

  const format = (value) => value.split("/").map((part) => {
    const number = Number(part);
    if (/^\d{4}-\d\d-\d\d$/.test(part) || Number.isNaN(number)) return part;
    return number.toLocaleString(root.lang, { maximumFractionDigits: 6, useGrouping: Math.abs(number) >= 10000 || root.lang === "en" ? true : "auto" });
  }).join("–");

  // The card beside a figure: what it counts, taken from its description in the page.
  const setCard = () => {
    const card = one("card");
    if (!card) return;
    let shown = null;
    let leaving = 0;
    const hide = () => {
      card.hidden = true;
      shown?.removeAttribute("aria-describedby");
      shown = null;
      light(null);
    };
    const put = (name, value) => {
      const row = card.querySelector("." + name);
      row.hidden = !value;
      return row.lastElementChild;
    };
    const show = (figure) => {
      clearTimeout(leaving);
      if (shown === figure) return;
      hide();
      shown = figure;
      const told = one(figure.getAttribute("href").slice(1));
      card.querySelector(".literal").textContent = figure.textContent;
      card.querySelector(".body").replaceChildren(...(told ? [...told.childNodes].map((node) => node.cloneNode(true)) : []));
      put("v", figure.dataset.v).textContent = figure.dataset.v ? (/\byear\b/.test(figure.className) ? figure.dataset.v : format(figure.dataset.v)) : "";
      put("p", figure.dataset.p).textContent = figure.dataset.p ?? "";
      put("c", figure.dataset.c).textContent = Number(figure.dataset.c).toLocaleString(root.lang);
      put("n", figure.dataset.n).replaceChildren(...all(`.r[href]`, figure.parentElement).filter((link) =>
        (figure.dataset.n ?? "").split(" ").includes(link.getAttribute("href").slice(2))).filter((link, at, links) =>
        links.findIndex((other) => other.getAttribute("href") === link.getAttribute("href")) === at).map((link) => link.cloneNode(true)));
      card.hidden = false;
      const place = figure.getBoundingClientRect();
      const left = Math.min(Math.max(place.left, 12), root.clientWidth - card.offsetWidth - 12);
      const below = place.bottom + card.offsetHeight + 12 < root.clientHeight || place.top < card.offsetHeight + 12;
      card.style.left = `${left + scrollX}px`;
      card.style.top = `${(below ? place.bottom + 6 : place.top - card.offsetHeight - 6) + scrollY}px`;
      figure.setAttribute("aria-describedby", "card");
      light(figure.dataset.n);
    };
    const light = (numbers, finding) => {
      for (const element of all(".lit")) element.classList.remove("lit");
      const found = numbers ? numbers.split(" ").map((number) => one("n" + number)).filter(Boolean) : finding ? [finding] : [];
      for (const each of found) {
        each.classList.add("lit");
        for (const number of each.dataset.figures.split(" ")) if (number) one("f" + number)?.classList.add("lit");
      }
    };
    const later = () => { clearTimeout(leaving); leaving = setTimeout(hide, 250); };
    const text = document.querySelector(".document");
    const over = (event) => event.target.closest?.(".f");
    text.addEventListener("mouseover", (event) => over(event) && show(over(event)));
    text.addEventListener("mouseout", (event) => over(event) && later());
    text.addEventListener("focusin", (event) => over(event) && show(over(event)));
    text.addEventListener("focusout", (event) => over(event) && later());
    text.addEventListener("click", (event) => {
      const figure = over(event);
      if (!figure) return;
      event.preventDefault();
      show(figure);
    });
    card.addEventListener("mouseenter", () => clearTimeout(leaving));
    card.addEventListener("mouseleave", later);
    document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
    for (const finding of all(".finding")) {
      const on = () => shown || light(null, finding);
      finding.addEventListener("mouseenter", on);
      finding.addEventListener("mouseleave", () => shown || light(null));
      finding.addEventListener("focusin", on);
      finding.addEventListener("focusout", () => shown || light(null));
    }
  };

  // What a link leads to is shown whatever is folded or filtered; a figure on another part of the plan is looked up there.
  const follow = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    if (!name) return;
    const target = one(name);
    if (target) {
      for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      for (const severity of ["error", "warning", "note"]) {
        const filter = one("show-" + severity);
        if (filter && target.classList.contains(severity)) filter.checked = true;
      }
      // The findings stand beside the document where there is room: then both are brought into view.
      const beside = one("beside");
      const isBeside = beside && getComputedStyle(beside).position === "sticky";
      const figure = target.matches(".finding") && one("f" + target.dataset.figures.split(" ")[0]);
      if (isBeside && beside.contains(target)) beside.scrollTop += target.getBoundingClientRect().top - beside.getBoundingClientRect().top - 40;
      if (isBeside && figure) figure.scrollIntoView({ block: "center" });
      else target.scrollIntoView({ block: target.matches(".f") ? "center" : "nearest" });
      target.focus({ preventScroll: true });
      return;
    }
    const number = Number(name.slice(1));
    const part = name[0] === "f" && all(".parts a[data-first]").find((link) => Number(link.dataset.first) <= number && number <= Number(link.dataset.last));
    if (part && !part.hasAttribute("aria-current")) location.replace(part.getAttribute("href") + "#" + name);
  };

  document.addEventListener("DOMContentLoaded", () => {
    setSwitches();
    sayAttributes();
    setSearch();
    setCard();
    follow();
    addEventListener("hashchange", follow);
  });
})();
