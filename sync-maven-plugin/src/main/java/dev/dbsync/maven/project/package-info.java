/** What the project and its repositories know: classpath, artifacts, and how Flyway's own plugin is configured. */
package dev.dbsync.maven.project;
