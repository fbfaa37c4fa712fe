import type { SecondWording } from "../language.ts";

/** How people begin what they say after another, and what adds nothing to it. */
export const SECONDS: SecondWording = {
  meets: /^(?:same|ditto|\+1|\S+ too)(?![\w'’-])/i,
  agrees: /^(?:ye(?:s|p|ah)|yup|indeed|exactly|agreed)(?![\w'’-])/i,
  confirms: /^(?:i )?(?:can )?confirm(?:ed|ing|s)?\b/i,
};
