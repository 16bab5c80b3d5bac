/** A page of as many plain boxes as a workflow has steps; one follows the pointer while it is held. */
export function barePage(size: number): string {
  const boxes = Array.from({ length: size }, (_, at) => {
    const [x, y] = [(at % 25) * 58, Math.floor(at / 25) * 32];
    return `<div class="bare-box" style="transform: translate(${x}px, ${y}px)">Step ${at}</div>`;
  });
  return `<style>
    .bare-box { position: absolute; width: 48px; height: 22px; border: 1px solid grey; border-radius: 4px; font-size: 9px; overflow: hidden; }
  </style>${boxes.join("")}<script>
    let held = null;
    addEventListener("pointerdown", ({ target }) => { held = target.closest(".bare-box"); });
    addEventListener("pointerup", () => { held = null; });
    addEventListener("pointermove", ({ clientX, clientY }) => {
      if (held) held.style.transform = "translate(" + clientX + "px, " + clientY + "px)";
    });
  </script>`;
}
