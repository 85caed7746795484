import { benchPage } from './bench/page.mjs'
console.table(await benchPage({ quick: process.argv.includes('--quick') }))
