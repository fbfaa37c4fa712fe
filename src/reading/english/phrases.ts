/** A pattern of whole words, case ignored: each line of the template holds a wording, or several between bars. */
export function phrases({ raw }: TemplateStringsArray): RegExp {
  const wordings = (raw[0] ?? "").trim().split(/\s*\n\s*/);
  return new RegExp(`\\b(?:${wordings.join("|")})\\b`, "i");
}
