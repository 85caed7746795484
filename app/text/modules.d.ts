// Entries of the editor that come without types.
declare module 'monaco-editor/editor/contrib/suggest/browser/suggestController'
declare module 'monaco-editor/editor/editor.worker'
declare module 'monaco-editor/languages/features/json/json.worker'
declare module 'monaco-editor/editor/contrib/codelens/browser/codeLensCache'
declare module 'monaco-editor/editor/common/services/treeViewsDndService'
