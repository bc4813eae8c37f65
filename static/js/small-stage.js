// On a narrow window the picture goes along, small, when its place has scrolled away.

/**
 * Watch the picture's place; the size itself is a matter of the style sheet.
 *
 * @param {(id: string) => HTMLElement} element
 */
export function watchStage(element) {
  const watcher = new IntersectionObserver(([place]) => {
    if (!place) return;
    const isAbove = !place.isIntersecting && place.boundingClientRect.bottom < 1;
    element("stage").classList.toggle("is-small", isAbove);
  });
  watcher.observe(element("stage-place"));
}
