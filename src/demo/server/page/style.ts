/** The look of the page: one column, tables that become cards where there is little room, dark where the reader likes it dark. */
export const style = `
  :root { color-scheme: light dark; --ink: #1d2125; --soft: #5b6570; --line: #dfe3e8; --paper: #fff; --card: #f6f8fa; --link: #0b57d0; --own: #0a6b57; --own-paper: #e3f5f0; --wait: #8a5a00; --wait-paper: #fff3d6; --bad: #a1281f; --bad-paper: #fde8e6 }
  @media (prefers-color-scheme: dark) { :root { --ink: #e3e6ea; --soft: #9aa5b1; --line: #3a4048; --paper: #16191d; --card: #1f242a; --link: #8ab4f8; --own: #7fdcc3; --own-paper: #12352d; --wait: #f2c666; --wait-paper: #3c2f0b; --bad: #f5a49d; --bad-paper: #43201d } }
  * { box-sizing: border-box }
  body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 66rem; padding: 0 1rem 4rem; color: var(--ink); background: var(--paper); overflow-wrap: anywhere }
  a { color: var(--link); text-decoration-thickness: .06em; text-underline-offset: .15em }
  h1 { font-size: 1.5rem; line-height: 1.25; margin: 1.2rem 0 .4rem } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
  header { display: flex; flex-wrap: wrap; gap: .3rem 1rem; padding: .6rem 0; border-bottom: 1px solid var(--line) } header p { margin: 0 }
  .soft { color: var(--soft) } .facts { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: .2rem 0 1rem; padding: 0; list-style: none; color: var(--soft) }
  .chip { display: inline-block; border-radius: 1rem; padding: 0 .55rem; background: var(--card); font-size: .8rem; font-weight: 400; vertical-align: middle; white-space: nowrap } .own { color: var(--own); background: var(--own-paper) } .wait { color: var(--wait); background: var(--wait-paper) } .bad { color: var(--bad); background: var(--bad-paper) }
  table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top } th { font-weight: 600; color: var(--soft); white-space: nowrap } td[data-of] { min-width: 6.5rem } td[data-of=Due] { white-space: nowrap }
  dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: .5rem; margin: .5rem 0 } dl div { background: var(--card); border-radius: .4rem; padding: .35rem .6rem } dl .own { background: var(--own-paper) } dt { font-size: .85em; color: var(--soft) } dl .own dt { color: var(--own) } dd { margin: 0; color: var(--ink) }
  blockquote { margin: .3rem 0 1rem; padding: .1rem 0 .1rem .8rem; border-left: 3px solid var(--line); white-space: pre-wrap } blockquote.by-plimsoll { border-color: var(--own) }
  form { display: flex; flex-wrap: wrap; gap: .4rem; margin: .3rem 0 } button { font: inherit; padding: .25rem .8rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--paper); color: var(--ink); cursor: pointer } button:hover, button:focus-visible { border-color: var(--link) }
  @media (max-width: 40rem) {
    tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line) } tr:has(> th + th) { display: none } th, td { display: block; border: 0; padding: .05rem 0 }
    td[data-of]:not(:empty)::before { content: attr(data-of) ": "; color: var(--soft) }
  }`;
