/**
 * What a text can be known by: e-mail addresses, telephone numbers, numbers with check digits, secrets. Knows nothing
 * of databases; never keeps or shows what it was given.
 */
package dev.dbsync.core.detection;
