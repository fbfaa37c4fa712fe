import type { SecondWording } from "../language.ts";

/** How people begin what they say after another, and what adds nothing to it. */
export const SECONDS: SecondWording = {
  meets: /^(?:same(?= (?:here|in|on|at|for|with|from)\b|\W*$|[,.!])|ditto|\+1|\S+ too)(?![\w'’-])/i,
  agrees: /^(?:ye(?:s|p|ah)|yup|indeed|exactly|agreed)(?![\w'’-])(?! (?:and|but)\b|, (?:and|but)\b)/i,
  confirms: /^(?:i )?(?:can )?confirm(?:ed|ing|s)?\b/i,
};
