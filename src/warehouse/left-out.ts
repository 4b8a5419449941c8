/** Stands for the name of somebody whom `privacy.left_out` names. */
export const leftOutName = "A person left out";
