import { toJsonSchema } from '@valibot/to-json-schema'
import { expect, test } from 'vitest'
import { DocumentSchema, SavedSchema } from './schemas.ts'

const PUBLIC = new URL('../../../public/', import.meta.url).pathname
/** What JSON Schema cannot say (which nodes exist, that ids are unique) is left to the reader. */
const published = (schema: typeof DocumentSchema | typeof SavedSchema, title: string) =>
  `${JSON.stringify({ title, ...toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' }) }, null, 2)}\n`

test('the published schemas are those that are validated; `vitest -u` writes them anew', async () => {
  await expect(published(DocumentSchema, 'A design of Breakwater')).toMatchFileSnapshot(
    `${PUBLIC}design.schema.json`,
  )
  await expect(published(SavedSchema, 'A saved run of Breakwater')).toMatchFileSnapshot(
    `${PUBLIC}run.schema.json`,
  )
})

test('they say what a node is', () => {
  const schema = toJsonSchema(DocumentSchema, { typeMode: 'input', errorMode: 'ignore' })
  expect(schema.required).toEqual(['version', 'nodes', 'edges'])
  expect(JSON.stringify(schema.properties)).toContain('requestsPerSimulated')
})
