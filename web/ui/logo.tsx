/** The mark: one trunk line, a junction in copper, two branches. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <g fill="none" strokeLinecap="round" strokeWidth="2.8">
        <path d="M3 16h26" stroke="currentColor" />
        <path d="M11 16c3.8 0 4-8 8.6-8H26M11 16c3.8 0 4 8 8.6 8H26" stroke="currentColor" opacity="0.55" />
      </g>
      <circle cx="11" cy="16" r="4.2" fill="var(--tl-copper)" />
    </svg>
  )
}

export const productName = 'Trunkline'

export function Wordmark({ size = 28 }: { size?: number }) {
  return (
    <span
      style={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: '0.5em',
        fontSize: size * 0.72,
        fontWeight: 650,
        letterSpacing: '-0.01em',
        lineHeight: 1,
      }}
    >
      <Mark size={size} />
      {productName}
    </span>
  )
}
