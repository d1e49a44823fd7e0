using System.Runtime.InteropServices;
using NotebookCourse.Kernel;
using NotebookCourse.Kernel.Outputs;
using NotebookCourse.Kernel.Tool;
using NotebookCourse.Kernel.Wire;

if (ToolCommands.Take(args))
    return ToolCommands.Run(args);
if (args.Length is not (1 or 3) || (args.Length == 3 && args[1] != "--log"))
{
    Console.Error.WriteLine("usage: CONNECTION_FILE [--log FILE], or install, uninstall, list");
    return 2;
}

string path = args[0];
if (!File.Exists(path))
{
    Console.Error.WriteLine($"There is no connection file '{path}'. A front end writes one and starts the kernel with it.");
    return 2;
}

ParentWatch.Start();
StrayExceptions.Take();
using var log = args.Length == 3 ? TextWriter.Synchronized(new StreamWriter(args[2], append: true) { AutoFlush = true }) : null;
KernelServer kernel;
try
{
    kernel = new KernelServer(ConnectionFile.Read(path), KernelServer.NoteBeside(path), Log);
}
catch (Exception exception) when (exception is InvalidDataException or IOException or NetMQ.NetMQException or System.Net.Sockets.SocketException)
{
    Console.Error.WriteLine($"The kernel cannot listen as '{path}' says: {exception.Message} A port may be taken: start the kernel again.");
    return 1;
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
{
    signal.Cancel = true;
    kernel.Interrupt();
});
await Task.WhenAny(kernel.WarmUpAsync(), kernel.Ended);
await kernel.Ended;
kernel.Dispose();
return 0;

void Log(string line)
{
    try
    {
        log?.WriteLine($"{DateTime.UtcNow:O} {line}");
    }
    catch (IOException)
    {
        // A disk that is full must not end the session for want of a log.
    }
}
