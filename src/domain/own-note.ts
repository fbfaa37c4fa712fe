/** How the note begins that is written under a vendor's incident. It is known again by these words: when notes are read, and when it comes back. */
export const OWN_NOTE = "Annalist drafts the timeline of this incident:";
