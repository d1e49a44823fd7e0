Console.Error.WriteLine("usage: NotebookCourse.Kernel CONNECTION_FILE");
return 2;
