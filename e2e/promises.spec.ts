import { expect, test } from './playground.ts'

test('flipping a naive strategy mid-run breaks a promise, and says which operations broke it', async ({
  playground,
}) => {
  await playground.open('rate-limiter')
  await expect(playground.by('promise-state')).toContainText('hold')
  await playground.by('promise-state').click()
  await playground.verdict('burst-and-rate', 'holds')
  await expect(playground.by('check-burst-and-rate')).toContainText(/Looked at [\d,]+/)
  await playground.choose('flip-placement', /Each server all of it/)
  await expect(playground.by('naive-placement')).toContainText('three times the limit')
  await playground.verdict('burst-and-rate', 'violated')
  const violation = playground.by('violation-burst-and-rate')
  await expect(violation).toContainText('First at')
  await expect(violation.getByRole('listitem').first()).toContainText(/client \d+/)
  await expect(playground.by('promise-state')).toContainText('broken')
})

test('the layers of a booking are flipped by keyboard', async ({ playground }) => {
  await playground.open('hotel-reservation')
  await playground.chooseLastByKeyboard('flip-lock')
  await expect.poll(async () => (await playground.read()).settings.lock).toBe('off')
  await expect(playground.by('flip-lock')).toContainText('Off')
})

test('without any layer rooms are sold twice; the guide starts that scenario', async ({ playground }) => {
  await playground.open('hotel-reservation')
  await playground.by('run-no layers').click()
  await playground.by('promise-state').click()
  await playground.choose('speed', '10×')
  await playground.verdict('no-double-booking', 'violated')
  await expect(playground.by('violation-no-double-booking')).toContainText(/reservation/)
})
