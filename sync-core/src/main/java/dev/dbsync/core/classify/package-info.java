/**
 * What each column of a database holds, as its name, its comment, its type and a sample of its values tell, and the
 * file of rules that is kept in step with it. No value is shown or stored.
 */
package dev.dbsync.core.classify;
