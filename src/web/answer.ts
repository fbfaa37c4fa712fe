/** What a request for a page is answered with. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  /** Where to go instead: after a form was taken, or where the page lives now. */
  readonly redirect?: string;
  /** The Content-Security-Policy, where it is another one than that of the pages. */
  readonly policy?: string;
}

export const html = (body: string, status = 200): Answer => ({ status, type: "text/html; charset=utf-8", body });

/** 303: after a form was taken, so that a reload does not send it again. */
export const seeOther = (redirect: string): Answer => ({ status: 303, type: "text/plain", body: "", redirect });
