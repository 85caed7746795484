import { describe, expect, it } from 'vitest'
import {
  formatBytes,
  formatClock,
  formatCount,
  formatDuration,
  formatInstant,
  formatNumber,
  formatReadingText,
  formatShare,
  NO_READING,
  shortUnit,
} from './format.ts'

const text = ({ figure, unit }: { figure: string; unit: string }) => `${figure} ${unit}`

describe('numbers', () => {
  it('keep three significant figures', () => {
    expect([0, 0.1234, 1.234, 12.34, 123.4, 999.6, 1234.4].map(formatNumber)).toEqual([
      '0',
      '0.123',
      '1.23',
      '12.3',
      '123',
      '1000',
      '1234',
    ])
  })
  it('lose zeros that say nothing', () => {
    expect([1.5, 20, 100, 0.5].map(formatNumber)).toEqual(['1.5', '20', '100', '0.5'])
  })
  it('never become 1.0 by rounding up from below', () => {
    expect(formatNumber(0.99996)).toBe('1')
    expect(formatNumber(9.996)).toBe('10')
  })
  it('show that there is no reading, and what has no bound', () => {
    expect(formatNumber(NaN)).toBe(NO_READING)
    expect(formatNumber(Infinity)).toBe('∞')
    expect(formatNumber(-2)).toBe('−2')
  })
  it('write the very small by powers of ten', () => {
    expect(formatNumber(0.00042)).toBe('4.2·10⁻⁴')
  })
  it('shorten the large', () => {
    expect([812, 9_994, 12_400, 999_499, 1_250_000, 3e9].map(formatCount)).toEqual([
      '812',
      '9994',
      '12.4k',
      '999k',
      '1.25M',
      '3G',
    ])
    expect(formatCount(999_600)).toBe('1M')
  })
})

describe('durations', () => {
  it('pick the unit that reads best', () => {
    const shown = [640, 1_500, 412_000_000, 999_600, 1_240_000_000, 150e9, 9000e9]
      .map(formatDuration)
      .map(text)
    expect(shown).toEqual(['640 ns', '1.5 µs', '412 ms', '1 ms', '1.24 s', '2.5 min', '2.5 h'])
  })
})

describe('shares', () => {
  it('are percent', () => {
    expect([0, 0.004, 0.0512, 0.384, 1].map(formatShare).map(text)).toEqual([
      '0 %',
      '0.4 %',
      '5.1 %',
      '38 %',
      '100 %',
    ])
  })
  it('never claim a hundred percent that is not there', () => {
    expect(formatShare(0.99951).figure).toBe('99.95')
    expect(formatShare(0.9999996).figure).toBe('99.9999')
    expect(formatShare(0.992).figure).toBe('99.2')
  })
})

describe('readings', () => {
  it('follow the unit of their column', () => {
    expect(formatReadingText(12_400_000, 'ns')).toBe('12.4 ms')
    expect(formatReadingText(12_400, 'requests/s')).toBe('12.4k requests/s')
    expect(formatReadingText(0.5, '%')).toBe('50 %')
    expect(formatReadingText(3, 'entries')).toBe('3 entries')
    expect(formatReadingText(250, 'ms')).toBe('250 ms')
    expect(formatReadingText(NaN, 'ns')).toBe(NO_READING)
  })
  it('count bytes by 1024', () => {
    expect([1023, 1536, 5 * 1024 ** 3].map(formatBytes).map(text)).toEqual(['1023 B', '1.5 KiB', '5 GiB'])
    expect(formatReadingText(2048, 'bytes/s')).toBe('2 KiB/s')
  })
  it('leave the noun to the label where there is little room', () => {
    expect([shortUnit('requests/s'), shortUnit('ms'), shortUnit('entries'), shortUnit('%')]).toEqual([
      '/s',
      'ms',
      '',
      '%',
    ])
  })
})

describe('the clock', () => {
  it('counts minutes, seconds and milliseconds', () => {
    expect(formatClock(0)).toBe('00:00.000')
    expect(formatClock(83_456_789_000)).toBe('01:23.456')
    expect(formatClock(3_723_004_000_000)).toBe('1:02:03.004')
  })
  it('names instants in words', () => {
    expect(formatInstant(12_400_000_000)).toBe('12.4 s')
    expect(formatInstant(185_000_000_000)).toBe('3 min 05 s')
  })
})
