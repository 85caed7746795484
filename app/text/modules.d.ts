// Entries of the editor that come without types.
declare module 'monaco-editor/editor/contrib/suggest/browser/suggestController'
declare module 'monaco-editor/editor/editor.worker?worker' {
  const EditorWorker: new () => Worker
  export default EditorWorker
}
declare module 'monaco-editor/languages/features/json/json.worker?worker' {
  const JsonWorker: new () => Worker
  export default JsonWorker
}
