/**
 * Random schedules, step by step: a small town bills its visits, people and reruns change the register, servers and processes
 * fail at chosen statements, and after each step the database says what a model in plain loops says.
 */
@NullMarked
package dev.rerun.reliability.schedules;

import org.jspecify.annotations.NullMarked;
