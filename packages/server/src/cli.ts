/** The commands of `renshe`, other than test and check. */
console.error(`There is no command ${process.argv[2] ?? ''}`);
process.exitCode = 2;
