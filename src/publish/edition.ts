/** What a rendering is of: the draft as it stands, or a numbered publication of it. */
export type Edition =
  | { readonly is: "draft" }
  | {
      readonly is: "publication";
      readonly number: number;
      readonly by: string;
      /** RFC 3339, UTC */
      readonly at: string;
      /** SHA-256 of the publication's JSON. */
      readonly digest: string;
    };

export interface RenderOptions {
  /** An IANA time zone, shown beside UTC; without it, UTC only. @see isTimeZone */
  readonly zone?: string;
  readonly edition?: Edition;
}
