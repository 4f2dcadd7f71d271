/** What the user's settings.xml says. */
package dev.dbsync.maven.settings;
