import css from './app.module.css'

/** The sign of the product: waves, a wall, calm water behind it. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" className={css.mark} fill="none" strokeLinecap="round" aria-hidden>
      <path className={css.markWall} d="M18 4v24" />
      <path
        className={css.markWater}
        d="M2 9.5c2-3.5 4.5-3.5 6.5 0s4 3.5 5.5 0M2 17c2-3.5 4.5-3.5 6.5 0s4 3.5 5.5 0M2 24.5c2-3.5 4.5-3.5 6.5 0s4 3.5 5.5 0M22.5 10.5h7.5M22.5 18h7.5M22.5 25.5h7.5"
      />
    </svg>
  )
}
