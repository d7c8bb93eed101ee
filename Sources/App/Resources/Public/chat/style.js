/**
 * The chat's own look. Nothing of it goes out, and nothing of the page around it comes in: what a page sets on the host
 * element ends at `.root`.
 */
const dark = `--paper:#1f1b18;--sunk:#292421;--line:#3a3631;--edge:#7a736c;--ink:#ede9e2;--soft:#c6c0b9;--faint:#a39d96;--accent:#cf3b1d;--deep:#b42e13;--text:#f7a284;--bad:#fdb1aa;--shadow:0 8px 28px rgb(0 0 0/50%);color-scheme:dark;`;

export const style = `
.root{all:initial;--paper:#fefdfb;--sunk:#f2eee8;--line:#e0dcd5;--edge:#8a847c;--ink:#241e1a;--soft:#544d47;--faint:#6d665f;--accent:#cf3b1d;--deep:#b42e13;--text:#af2e13;--bad:#861118;--shadow:0 8px 28px rgb(60 42 24/14%);color-scheme:light;
display:block;position:fixed;inset:auto 0 0 auto;z-index:2147483000;font:15px/1.6 "PingFang SC","Hiragino Sans GB","Noto Sans CJK SC","Microsoft YaHei",system-ui,sans-serif;color:var(--ink)}
:host(:lang(zh-Hant)) .root{font-family:"PingFang TC","Noto Sans CJK TC","Microsoft JhengHei",system-ui,sans-serif}
:host(:lang(en)) .root{font-family:system-ui,sans-serif;line-height:1.5}
@media (prefers-color-scheme:dark){:host(:not([data-theme=light])) .root{${dark}}}
:host([data-theme=dark]) .root{${dark}}
*{box-sizing:border-box;margin:0}
[hidden]{display:none!important}
.off{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
button,textarea,input{font:inherit;color:inherit}
button{cursor:pointer;border:0;border-radius:10px;background:none;padding:8px 12px;min-height:40px}
:focus-visible{outline:2px solid var(--text);outline-offset:2px}
.launch{position:fixed;inset:auto 20px 20px auto;display:flex;align-items:center;gap:8px;min-height:52px;padding:0 20px;border-radius:26px;background:var(--accent);color:#fff;box-shadow:var(--shadow)}
.launch:hover,.send:hover{background:var(--deep)}
.launch svg{width:22px;height:22px}
.count{min-width:22px;padding:0 6px;border-radius:11px;background:#fff;color:#af2e13;font-size:13px;line-height:22px;text-align:center}
.panel{position:fixed;inset:auto 20px 20px auto;display:flex;flex-direction:column;width:380px;height:min(620px,calc(100dvh - 40px));border:1px solid var(--line);border-radius:10px;background:var(--paper);box-shadow:var(--shadow);overflow:hidden}
header{display:flex;align-items:center;justify-content:space-between;gap:8px;padding:8px 8px 8px 16px;border-bottom:1px solid var(--line)}
h2{font-size:17px;line-height:1.35}
.small{font-size:13px;color:var(--soft)}
.log{flex:1;overflow-y:auto;padding:16px;overscroll-behavior:contain}
ol{display:grid;gap:12px;padding:0;list-style:none}
li{display:grid;justify-items:start;gap:2px}
li.own{justify-items:end}
li.note{justify-items:center;font-size:13px;color:var(--soft);text-align:center}
.head{font-size:13px;color:var(--faint)}
.bubble{max-width:86%;padding:8px 12px;border:1px solid var(--line);border-radius:10px;background:var(--sunk);white-space:pre-wrap;overflow-wrap:anywhere}
.own .bubble{background:var(--paper);border-color:var(--edge)}
.bubble img{display:block;max-width:100%;max-height:220px;border-radius:6px}
.bubble a{color:var(--text)}
.link{min-height:28px;padding:0 4px;font-size:13px;color:var(--text);text-decoration:underline}
.bad{color:var(--bad);font-size:13px}
.says{padding:8px 16px;border-top:1px solid var(--line);font-size:13px;color:var(--soft)}
form{display:grid;gap:8px;padding:12px 16px;border-top:1px solid var(--line)}
::placeholder{color:var(--faint);opacity:1}
textarea,#contact{padding:9px 12px;border:1px solid var(--edge);border-radius:10px;background:var(--paper)}
textarea{width:100%;min-height:44px;max-height:140px;resize:none}
#contact{flex:1;min-width:0}
.row{display:flex;align-items:center;justify-content:space-between;gap:8px}
.send{background:var(--accent);color:#fff;padding:8px 20px}
.attach{position:relative;display:inline-flex;align-items:center;min-height:40px;padding:8px;color:var(--text);cursor:pointer}
.attach input{position:absolute;inset:0;opacity:0;cursor:pointer;font-size:0}
.attach:focus-within{outline:2px solid var(--text);outline-offset:2px;border-radius:10px}
fieldset{border:0;padding:0;display:flex;flex-wrap:wrap;gap:4px 12px}
legend{width:100%;padding:0 0 4px;font-weight:600}
fieldset label{display:inline-flex;align-items:center;gap:4px;min-height:32px}
input[type=radio]{accent-color:var(--accent);width:18px;height:18px}
.quiet{border:1px solid var(--edge)}
@media (max-width:600px){.panel{inset:0;width:auto;height:100dvh;border:0;border-radius:0;padding-bottom:env(safe-area-inset-bottom)}textarea{font-size:16px}}
@media (forced-colors:active){.bubble,.panel,button{border:1px solid}}
`;
