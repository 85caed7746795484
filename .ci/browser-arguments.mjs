/** Playwright's own list: of two such lists a browser takes the last. */
const OFF_IN_PLAYWRIGHT = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
]

/**
 * With a page of its own in the address bar, newer Chromiums load some two hundred scripts for every window: two seconds of processor time
 * that a test waits for, and that a measurement takes for the page's.
 */
const OF_THE_ADDRESS_BAR = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup']

/** How Chromium is started for tests, pictures and measurements: nothing but the page itself can be reached, and nothing else is done. */
export const BROWSER_ARGUMENTS = [
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]',
  `--disable-features=${[...OFF_IN_PLAYWRIGHT, ...OF_THE_ADDRESS_BAR].join(',')}`,
]
