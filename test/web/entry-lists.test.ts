import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { deskOf, LOG_PAGE } from "../../src/web/pages/desk.ts";
import { listSection } from "../../src/web/pages/entry-lists.ts";
import { accountOf } from "../../src/web/view/account.ts";
import { fold, machineDraft } from "../domain/draft/machine-drafts.ts";

function pager(count: number, page: number): string | undefined {
  const entries = Array.from({ length: count }, (_, place) => ({
    events: [`am/alertmanager:v1:${place}`],
    minute: place,
  }));
  const account = accountOf(fold(machineDraft({ entries })));
  const viewpoint = { log: true, page, zone: null };
  const html = renderToString(listSection(deskOf(account, viewpoint), account, viewpoint));
  return /<nav class="pager".*?<\/nav>/.exec(html)?.[0];
}

describe("the pager of the activity log", () => {
  it("leads on and back, and is not there where all stands on one page", () => {
    const first = pager(LOG_PAGE + 5, 1);
    expect(first).toContain(`1–${LOG_PAGE} of ${LOG_PAGE + 5}`);
    expect(first).toContain('<a href="?view=log&amp;page=2">Later</a>');
    const second = pager(LOG_PAGE + 5, 2);
    expect(second).toContain('<a href="?view=log">Earlier</a>');
    expect(second).not.toContain("Later");
    expect(pager(3, 1)).toBeUndefined();
  });

  it("leads back from a page beyond the last", () => {
    expect(pager(LOG_PAGE + 5, 7)).toContain('<a href="?view=log&amp;page=2">Last page</a>');
    expect(pager(LOG_PAGE + 5, 7)).toContain(`the log ends at entry ${LOG_PAGE + 5}`);
    expect(pager(3, 2)).toContain('<a href="?view=log">Last page</a>');
  });
});
