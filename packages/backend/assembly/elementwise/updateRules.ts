/** The rules of `updateVariables`; the numbers are those of src/kernels/elementwise/updateRules.ts. */
export const SGD: i32 = 0;
export const MOMENTUM: i32 = 1;
export const NESTEROV: i32 = 2;
export const ADAM: i32 = 3;
export const AMSGRAD: i32 = 4;
export const RMSPROP: i32 = 5;
export const ADAGRAD: i32 = 6;
export const ADADELTA: i32 = 7;
export const ADAMAX: i32 = 8;
export const NADAM: i32 = 9;
export const LION: i32 = 10;
export const LAMB: i32 = 11;
export const AVERAGE: i32 = 12;
