const STYLE = `
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
  body { max-width: 24rem; margin: 12vh auto 0; padding: 0 1.25rem }
  label { display: block; margin-top: 1rem }
  input:not([type=checkbox]) { box-sizing: border-box; width: 100%; padding: .625rem; font: inherit }
  button { margin: 1.5rem .5rem 0 0; padding: .625rem 1rem; font: inherit }
  small { opacity: .75 }`

/** The provider's own sign-in page: no script, no password. Anybody is whoever they type. */
export const signInPage = (action: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Test provider</title>
<style>${STYLE}</style>
<h1>Test provider</h1>
<p><small>Runs on this machine alone, for trying the button. It believes whatever you type.</small></p>
<form method="post" action="${action}">
  <label>Email <input name="email" type="email" required autofocus autocomplete="off"></label>
  <label>Name <input name="name" autocomplete="off"></label>
  <label><input name="verified" type="checkbox" value="yes" checked> I have verified this address</label>
  <button name="answer" value="continue">Continue</button>
  <button name="answer" value="cancel" formnovalidate>Cancel</button>
</form>
`
